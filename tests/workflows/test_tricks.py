"""Reports that look better without emitting less, beside the honest report that each of them starts from.

Every trick is lodged by a twin of the honest plant, accepted, scored and ranked among the same rivals. Its class, index
and place may not be better than the honest one's; where it is caught, the code stands beside it: a refusal, a finding
of the checks, or a reason of the score.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import orjson

from service.errors import InvalidInput
from service.scoring.result import Rating
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.rank import rankings
from service.workflows.rank_page import RankingQuery
from service.workflows.submit import submit_report
from tests.workflows.builders import Plant, coal, encode, library, plant, quantity, regulator
from tests.workflows.lodging import accept, body, freeze_peers, honest, refreshed

Json = dict[str, Any]
TONNES = "16.3"
POWER, HOURS = 0, 1
ALL_YEAR = "8760"


def fuels(told: Json) -> list[Json]:
    return [line for line in told["activities"] if line["kind"] == "fuel_combustion"]


def stacks(told: Json) -> list[Json]:
    return [line for line in told["activities"] if line["kind"] != "fuel_combustion"]


def made(told: Json, *more: Json) -> Json:
    return told | {"production": [*told["production"], *more]}


def stated(product: str, value: str, unit: str, unit_id: str = "U1") -> Json:
    return {"product": product, "quantity": quantity(value, unit), "unit_id": unit_id}


def with_lines(told: Json, *more: Json) -> Json:
    return told | {"activities": [*told["activities"], *more]}


def monitored(told: Json, share: str, **changes: Any) -> list[Json]:
    """The stack with `share` of its mass and mean."""
    return [
        line
        | changes
        | {
            "quantity": times(line["quantity"], share),
            "parameters": {"mean_concentration": times(line["parameters"]["mean_concentration"], share)},
        }
        for line in stacks(told)
    ]


def times(told: Json, factor: str) -> Json:
    return quantity(f"{float(Fraction(told['value']) * Fraction(factor)):.9g}", told["unit"])


def fewer_months(told: Json) -> Json:
    return told | {"activities": [line for line in told["activities"] if line.get("month") != 12]}


def gas_in_a_coal_set(told: Json) -> Json:
    gas = [
        {"id": f"gas-{month}", "kind": "fuel_combustion", "material": "natural_gas", "unit_id": "U1", "month": month,
         "laboratory_report": "L", "quantity": quantity("9000", "万Nm3"), "parameters": {}}
        for month in range(1, 13)
    ]  # fmt: skip
    return told | {"activities": [*gas, *stacks(told)], "trust": "recalled"}


def half_elsewhere(unit_id: str | None) -> Callable[[Json], Json]:
    """Half of the coal at another unit or at none, so that the set burns less."""

    def trick(told: Json) -> Json:
        gone = [line | {"unit_id": unit_id, "quantity": quantity("8", "万吨")} for line in fuels(told)]
        rest = [line | {"id": f"{line['id']} b", "quantity": quantity("8.3", "万吨")} for line in fuels(told)]
        return told | {"activities": [*gone, *rest, *stacks(told)]}

    return trick


def thinned(told: Json) -> Json:
    """Four times the gas at a quarter of the mean; the mass stands."""
    means = [line["parameters"]["mean_concentration"] for line in stacks(told)]
    return told | {"activities": [*fuels(told), *(
        line | {"parameters": {"mean_concentration": times(mean, "1/4")}}
        for line, mean in zip(stacks(told), means, strict=True)
    )]}  # fmt: skip


def a_trace_of_gas(told: Json) -> Json:
    """Thinned, with a cubic metre of coke oven gas a month to make the fuel another one."""
    trace = [
        {"id": f"cog-{month}", "kind": "fuel_combustion", "material": "cog", "unit_id": "U1", "month": month,
         "quantity": quantity("0.0001", "万Nm3"), "parameters": {}}
        for month in range(1, 13)
    ]  # fmt: skip
    return with_lines(thinned(told), *trace) | {"trust": "recalled"}


def another_reference(told: Json) -> Json:
    """The mean at 11 % oxygen instead of 6 %, with the gas that belongs to it."""
    oxygen = {"oxygen_content": quantity("6", "%"), "reference_oxygen": quantity("11", "%")}
    changed = [
        line | {"parameters": oxygen | {
            "mean_concentration": times(line["parameters"]["mean_concentration"], "10/15"),
            "concentration": line["parameters"]["mean_concentration"],
        }}
        for line in stacks(told)
    ]  # fmt: skip
    return told | {"activities": [*fuels(told), *changed]}


def dirty_by_hand(told: Json) -> Json:
    """What the meter of a second outlet would show is measured by hand instead, so that the meter outranks it."""
    by_hand = [line | {"id": f"{line['id']} hand", "basis": "manual_monitoring"} for line in monitored(told, "3")]
    return with_lines(told, *by_hand)


def clean_outlet(told: Json) -> Json:
    """A second outlet of the same set that blows clean air, told first."""
    clean = [line | {"id": f"{line['id']} clean"} for line in monitored(told, "1/1000")]
    air = [line | {"quantity": quantity("1", "t")} for line in clean]
    return told | {"activities": [*air, *told["activities"]]}


def coefficients(told: Json) -> Json:
    return told | {"activities": fuels(told)}


def mean_of_a_coefficient(told: Json) -> Json:
    """The meter switched off; its mean told with the coal."""
    mean = {"mean_concentration": quantity("1", "mg/m3")}
    return told | {"activities": [line | {"parameters": line["parameters"] | mean} for line in fuels(told)]}


def captured(told: Json) -> Json:
    gas = {"id": "capture", "kind": "co2_capture", "unit_id": "U1", "quantity": quantity("1000000", "t"),
           "parameters": {"purity": quantity("99", "%")}}  # fmt: skip
    return with_lines(told, gas)


def certificates(told: Json) -> Json:
    power = {"id": "power", "kind": "purchased_electricity", "unit_id": "U1", "quantity": quantity("1", "MWh")}
    return with_lines(told, power) | {"trust": "recalled"}


def hours(told: Json, hours: str, monitored: str | None = None) -> Json:
    """The same power in other hours, with those that the monitoring of the stack is said to have recorded."""
    seen = [stated("monitored_hours", monitored, "h")] if monitored is not None else []
    return told | {"production": [told["production"][POWER], stated("running_hours", hours, "h"), *seen]}


def idle_months(told: Json) -> Json:
    """A year of hours, with all the coal burnt in ten months of it."""
    whole = [line | {"quantity": quantity("19.56" if line["month"] <= 10 else "0", "万吨")} for line in fuels(told)]
    return hours(told | {"activities": [*whole, *stacks(told)]}, ALL_YEAR, ALL_YEAR)


def called_biomass(**proof: Any) -> Callable[[Json], Json]:
    """A third of the coal called biomass, whose carbon counts towards no total."""

    def trick(told: Json) -> Json:
        less = [line | {"quantity": quantity("10.8", "万吨")} for line in fuels(told)]
        rest = [
            {"id": f"bio-{line['month']}", "kind": "fuel_combustion", "material": "biomass", "unit_id": "U1",
             "month": line["month"], "quantity": quantity("5.5", "万吨"), "parameters": {}} | proof
            for line in fuels(told)
        ]  # fmt: skip
        return told | {"activities": [*less, *rest, *stacks(told)], "trust": "recalled"}

    return trick


#: Name, what changes in the report, the code that catches it (nothing where it simply gains nothing).
TRICKS: dict[str, tuple[Callable[[Json], Json], str]] = {
    "a month left out": (fewer_months, "months.missing"),
    "heat that the fuel cannot have given": (
        lambda told: made(told, stated("heat_supplied", "20000000", "GJ")), "heat.beyond_fuel"),
    "more power than a year allows, hours left out": (
        lambda told: told | {"production": [stated("electricity_generated", "95", "亿kWh")]}, "output.beyond_capacity"),
    "more power than the hours allow": (
        lambda told: told | {"production": [stated("electricity_generated", "80", "亿kWh"), told["production"][HOURS]]},
        "output.beyond_capacity"),
    "the same power told twice": (lambda told: made(told, told["production"][POWER]), "output.beyond_capacity"),
    "more hours than a year has": (
        lambda told: told | {"production": [told["production"][POWER], stated("running_hours", "9900", "h")]},
        "PW-59"),
    "more hours than it ran, so that its load is low": (lambda told: hours(told, ALL_YEAR), "benchmark.unproven"),
    "more hours than its stack was monitored": (lambda told: hours(told, ALL_YEAR, "7200"), "PW-66"),
    "more hours than the months with fuel have": (idle_months, "PW-66"),
    "fewer hours than its power takes": (lambda told: hours(told, "5000"), "PW-58"),
    "coal called biomass": (called_biomass(), "PW-44"),
    "coal called biomass, with an analysis alone": (called_biomass(laboratory_report="L"), "PW-44"),
    "coal called biomass, with a bill alone": (called_biomass(evidence=["EV-9"]), "biomass.unproven"),
    "a gas-fired set called coal-fired": (gas_in_a_coal_set, "fuel.disagrees"),
    "half of the coal at no unit": (half_elsewhere(None), "activity.wanted"),
    "half of the coal at a set that nobody knows": (half_elsewhere("B9"), "activity.unit_unknown"),
    "coal burnt backwards": (
        lambda told: with_lines(told, coal(13 - 1, id="back", quantity=quantity("-5", "万吨"))), "NM-02"),
    "thinned stack gas": (thinned, "CE-24"),
    "thinned, with a trace of another fuel": (a_trace_of_gas, "gas.beyond_fuel"),
    "another reference oxygen": (another_reference, "CE-07"),
    "the dirty outlet measured by hand": (dirty_by_hand, "total.left_out"),
    "a clean outlet told first": (clean_outlet, "CE-24"),
    "coefficients instead of meters": (coefficients, "pollutant.not_given"),
    "a mean told with the coal": (mean_of_a_coefficient, "pollutant.not_given"),
    "masses without a basis": (
        lambda told: told | {"activities": [*fuels(told), *monitored(told, "1", basis="published")]},
        "pollutant.not_given"),
    "carbon captured and not stored": (captured, ""),
    "purchased power instead of its own": (certificates, ""),
    "a stack called waste water": (
        lambda told: told | {"activities": [*fuels(told), *monitored(told, "1", medium="water")]}, ""),
}  # fmt: skip


def fairly(owner: Plant) -> Json:
    """An honest report; its stack blows all the gas that its coal gives."""
    return body(owner, TONNES, emitted=honest("17.5"))


def lodged(store: Store, owner: Plant, report: Json) -> set[str]:
    """Lodge and accept a report; returns what the checks and the calculation say, or why it was refused."""
    try:
        answer = json.loads(submit_report(store, library(), owner.principal, encode(report), "k").result().answer)
    except InvalidInput as refusal:
        return {fault.code for fault in refusal.faults}
    accept(store, str(answer["report_id"]))
    return {finding["code"] for finding in answer["findings"]}


def places(store: Store) -> dict[str, int]:
    """By enterprise, its place in the ranking; who has none is not there."""
    query = RankingQuery("DNZ-1", 2024, "14", "4411", synthetic=True, limit=200)
    return {row["enterprise"]: row["rank"] for row in rankings(store, library(), regulator(store), query)["items"]}


def judged(store: Store) -> dict[str, Json]:
    """By enterprise, the detail of its score."""
    with store.read() as session:
        rows = list(all_scores(session, ScoreQuery("DNZ-1@1.1", 2024)))
    return {row.credit_code: orjson.loads(row.detail) for row in rows}


def better(trick: Json, fair: Json) -> bool:
    """Whether class or index, at the given or the conservative figure, is better."""
    order = list(Rating)
    if order.index(Rating(trick["class"]["id"])) > order.index(Rating(fair["class"]["id"])):
        return True
    return any(
        trick[name] is not None and Fraction(trick[name]) > Fraction(fair[name])
        for name in ("index", "conservative_index")
    )


def test_no_trick_gains_in_class_index_or_place(store: Store) -> None:
    """The honest twin stands in the middle of its rivals, so that a place can be won and lost."""
    fair = plant(store)
    lodged(store, fair, fairly(fair))
    for number, tonnes in enumerate(("15.9", "16.1", "16.5", "16.7"), start=2):
        rival = plant(store, number)
        lodged(store, rival, body(rival, tonnes))
    cheats = {name: plant(store, number) for number, name in enumerate(TRICKS, start=10)}
    said = {name: lodged(store, cheat, TRICKS[name][0](fairly(cheat))) for name, cheat in cheats.items()}
    freeze_peers(store, best_decile="9/10")
    refreshed(store)
    ranked, scores = places(store), judged(store)
    gains: dict[str, list[bool]] = {}
    assert Fraction(scores[fair.credit_code]["conservative_index"]) > 0
    for name, cheat in cheats.items():
        code, told = TRICKS[name][1], scores.get(cheat.credit_code)
        caught = said[name] | ({reason["code"] for reason in (*told["reasons"], *told["unranked"])} if told else set())
        gained = told is not None and better(told, scores[fair.credit_code])
        won = ranked.get(cheat.credit_code, len(scores)) < ranked[fair.credit_code]
        gains[name] = [gained, won, bool(code) and code not in caught]
    assert not {name: found for name, found in gains.items() if any(found)}


def test_what_only_the_enterprise_can_know_is_named_to_the_bureau_before_it_accepts(store: Store) -> None:
    """Hours told as run and as monitored agree, whether they are true or not."""
    silent, talking = plant(store), plant(store, 2)
    assert "GN-32" not in lodged(store, silent, fairly(silent))
    assert "GN-32" in lodged(store, talking, hours(fairly(talking), "8000", "8000"))
