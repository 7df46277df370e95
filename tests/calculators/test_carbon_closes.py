"""Carbon in is carbon out plus carbon in the CO2, for whatever is posted: whole requests, nothing of their inside."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calculators.test_metals_and_minerals import answer_to

Json = dict[str, Any]
CARBON_OF_CO2 = Fraction(12, 44)
#: Totals are sums of whole grams; steel prints them with two decimals of a tonne.
GRAM = Fraction(1, 10**6)
CENT = Fraction(1, 100)

masses = st.integers(1, 10**9).map(lambda n: Fraction(n, 1000))
shares = st.integers(1, 999).map(lambda n: Fraction(n, 1000))
streams = st.lists(
    st.tuples(st.sampled_from(["carbon_input", "carbon_output"]), masses, shares), min_size=1, max_size=8
)


def text(value: Fraction) -> str:
    return f"{float(value):.3f}"


def line(number: int, kind: str, mass: Fraction, share: Fraction, **more: str) -> Json:
    parameters = {"carbon_content": f"{text(share)} tC/t"}
    return {"id": f"l{number}", "kind": kind, "material": "coke", "quantity": f"{text(mass)} t"} | {
        "parameters": parameters,
        **more,
    }


def request(sector: str, activities: list[Json], **more: Any) -> Json:
    return {"sector": sector, "region": "140100", "period": "2024", "activities": activities} | more


def total(answer: Json, where: str = "totals") -> Fraction:
    return sum((Fraction(t["mass"]["value"]) for t in answer[where] if t["substance"] == "CO2"), Fraction(0))


def bound(flows: list[tuple[str, Fraction, Fraction]], ending: str) -> Fraction:
    return sum((mass * share for kind, mass, share in flows if kind.endswith(ending)), Fraction(0))


@given(streams, st.sampled_from([("2521", GRAM), ("3140", GRAM), ("3110", CENT)]))
@settings(max_examples=40)
def test_a_carbon_balance_closes(flows: list[tuple[str, Fraction, Fraction]], guide: tuple[str, Fraction]) -> None:
    sector, digit = guide
    answer = answer_to(request(sector, [line(k, *flow) for k, flow in enumerate(flows)]))
    carbon = total(answer) * CARBON_OF_CO2
    assert abs(bound(flows, "input") - bound(flows, "output") - carbon) <= digit + len(flows) * GRAM


@given(streams)
@settings(max_examples=20)
def test_processes_close_like_the_enterprise_and_stay_beside_it(flows: list[tuple[str, Fraction, Fraction]]) -> None:
    lines = [line(k, f"process_{kind}", m, s, process="coking") for k, (kind, m, s) in enumerate(flows)]
    answer = answer_to(request("3110", lines))
    carbon = total(answer, "totals_beside") * CARBON_OF_CO2
    assert answer["totals"] == []
    assert abs(bound(flows, "input") - bound(flows, "output") - carbon) <= CENT + len(flows) * GRAM


@given(st.tuples(masses, shares, shares, masses, shares, shares, masses, masses))
@settings(max_examples=20)
def test_what_a_calciner_does_not_burn_is_in_coke_and_dust(drawn: tuple[Fraction, ...]) -> None:
    green, fixed, volatile, calcined, fixed_out, volatile_out, under, dust = drawn
    converted = Fraction(35, 100)
    parameters = {
        "fixed_carbon_content": f"{text(fixed)} 1",
        "volatile_content": f"{text(volatile)} 1",
        "calcined_coke": f"{text(calcined)} t",
        "calcined_fixed_carbon_content": f"{text(fixed_out)} 1",
        "calcined_volatile_content": f"{text(volatile_out)} 1",
        "under_calcined_coke": f"{text(under)} t",
        "dust": f"{text(dust)} t",
    }
    posted = {"id": "k", "kind": "calcination", "quantity": f"{text(green)} t", "parameters": parameters}
    carbon = total(answer_to(request("3091", [posted]))) * CARBON_OF_CO2

    def carbon_of(mass: Fraction, solid: Fraction, gas: Fraction) -> Fraction:
        return mass * (solid + converted * gas * Fraction(12, 16))

    left = carbon_of(calcined, fixed_out, volatile_out) + carbon_of(under + dust, fixed_out, Fraction(0))
    assert abs(carbon_of(green, fixed, volatile) - left - carbon) <= GRAM


@given(masses, shares, shares)
@settings(max_examples=20)
def test_the_anode_is_butt_sulphur_ash_or_carbon_dioxide(mass: Fraction, lost: Fraction, sulphur: Fraction) -> None:
    parameters = {
        "anode_loss_rate": f"{text(lost)} 1",
        "sulfur_content": f"{text(sulphur)} 1",
        "ash_content": "0 1",
    }
    posted = {"id": "a", "kind": "anode_consumption", "quantity": f"{text(mass)} t", "parameters": parameters}
    carbon = total(answer_to(request("3216", [posted]))) * CARBON_OF_CO2
    butts = mass * lost
    assert abs(mass - butts - (mass - butts) * sulphur - carbon) <= GRAM


@given(masses, shares)
@settings(max_examples=20)
def test_a_waste_fuel_is_fossil_or_biogenic(mass: Fraction, fossil: Fraction) -> None:
    parameters = {
        "net_calorific_value": "20 GJ/t",
        "emission_factor": "0.1 tCO2/GJ",
        "fossil_share": f"{text(fossil)} 1",
    }
    posted = {"id": "w", "kind": "alternative_fuel", "material": "rags", "quantity": f"{text(mass)} t"}
    answer = answer_to(request("3011", [posted | {"parameters": parameters}]))
    assert abs(total(answer) + total(answer, "totals_beside") - 2 * mass) <= 2 * GRAM


ROUTE = ("coking", "sintering", "ironmaking", "bof_steelmaking")


@given(streams, st.lists(st.tuples(st.sampled_from(ROUTE), masses, shares), min_size=1, max_size=6))
@settings(max_examples=20)
def test_processes_and_other_emission_make_up_the_enterprise(
    flows: list[tuple[str, Fraction, Fraction]], burnt: list[tuple[str, Fraction, Fraction]]
) -> None:
    """Formula (4) of the steel guide, over whatever is posted: nothing of the enterprise is lost or found."""
    enterprise = [line(k, *flow) for k, flow in enumerate(flows)]
    inside = [line(100 + k, "process_carbon_input", m, s, process=p) for k, (p, m, s) in enumerate(burnt)]
    answer = answer_to(request("3110", [*enterprise, *inside]))
    printed = {figure["id"]: Fraction(figure["value"]["value"]) for figure in answer["figures"]}
    assert abs(printed["process_emission"] + printed["other_emission"] - total(answer)) <= 2 * CENT
    assert abs(printed["enterprise_emission"] - total(answer)) <= Fraction(1, 2) + CENT
    below = [f for f in answer["findings"] if f["code"] == "figure.below_zero"]
    assert printed["other_emission"] == 0 or bool(below) == (printed["other_emission"] < 0)


@given(st.tuples(masses, shares, masses, shares, shares, masses, shares, masses))
@settings(max_examples=20)
def test_what_a_graphitising_furnace_does_not_burn_is_in_product_and_waste(drawn: tuple[Fraction, ...]) -> None:
    charged, fixed, packing, packed, volatile, product, fixed_out, waste = drawn
    parameters = {
        "fixed_carbon_content": f"{text(fixed)} 1",
        "packing_material": f"{text(packing)} t",
        "packing_fixed_carbon_content": f"{text(packed)} 1",
        "packing_volatile_content": f"{text(volatile)} 1",
        "graphitised_product": f"{text(product)} t",
        "graphitised_fixed_carbon_content": f"{text(fixed_out)} 1",
        "waste_carbon": f"{text(waste)} t",
    }
    furnace = {"id": "g", "kind": "graphitisation", "quantity": f"{text(charged)} t", "parameters": parameters}
    answer = answer_to(request("3091", [furnace]))
    entering = charged * fixed + packing * packed + Fraction(35, 100) * Fraction(12, 16) * packing * volatile
    assert abs(entering - product * fixed_out - waste - total(answer) * CARBON_OF_CO2) <= GRAM


@given(st.lists(st.tuples(masses, shares), min_size=1, max_size=6), masses)
@settings(max_examples=20)
def test_fuel_of_a_chain_of_flights_is_what_was_taken_up_and_is_not_left(
    flights: list[tuple[Fraction, Fraction]], first: Fraction
) -> None:
    """Each flight starts with what the one before left: the tanks in between cancel."""
    lines, before = [], first
    for number, (uplift, share) in enumerate(flights):
        after = round((before + uplift) * share, 3)
        parameters = {"fuel_before": f"{text(before)} t", "fuel_after": f"{text(after)} t"}
        stated = {"id": f"f{number}", "kind": "aircraft_fuel", "material": "jet_kerosene", "parameters": parameters}
        lines.append(stated | {"quantity": f"{text(uplift)} t"})
        before = after
    answer = answer_to(request("5611", lines, trust="third_party"))
    used = total(answer) / (Fraction("44.1") * Fraction("0.0195") * Fraction(44, 12))
    assert abs(used - (first + sum(uplift for uplift, _ in flights) - before)) <= len(lines) * GRAM
