"""What a total counts, seen from outside: one of two figures for the same emission, and never both."""

from __future__ import annotations

from typing import Any

from tests.calculators.asking import Json, ask, coal, findings, gas, q, stated, sums


def gases(answer: Json, part: str = "totals") -> dict[Any, str]:
    """Return the totals of carbon dioxide, methane and CO2e, without zeros behind the point."""
    found = {key: value.rstrip("0").rstrip(".") for key, value in sums(answer, part).items()}
    return {key: value for key, value in found.items() if key[-1] in ("CO2", "CH4", "CO2e")}


def left_out(answer: Json) -> list[tuple[str, str, str]]:
    found = findings(answer, "total.left_out")
    return [(f["pointer"], f["params"]["substance"], f["params"]["basis"]) for f in found]


def counted(answer: Json) -> dict[str, bool]:
    return {line["activity_id"]: line["counted_in_total"] for line in answer["results"] if line["scope"] is not None}


def test_a_gas_that_is_computed_is_not_added_once_more_as_stated() -> None:
    answer = ask(stated("own", "CO2", "25", 1), gas("boiler", "1"))
    assert gases(answer) == {("CO2",): "21.78", ("CO2e",): "21.78"}
    assert left_out(answer) == [("/activities/0", "CO2", "published")]
    assert {"own": False, "boiler": True}.items() <= counted(answer).items()
    assert [(f["severity"], f["message"]["en"]) for f in findings(answer, "total.left_out")] == [
        ("info", "This figure of CO2 (published) overlaps with one of higher priority and is not in the total")
    ]


def test_a_gas_that_is_stated_for_another_scope_or_is_another_gas_is_added() -> None:
    """21.78 + 30 of scope 2; 2 t of methane are 56 t of CO2e in the set AR5 (28)."""
    answer = ask(stated("grid", "CO2", "30", 2), gas("boiler", "1"), stated("vent", "CH4", "2", 1), gwp="AR5")
    assert gases(answer) == {("CO2",): "51.78", ("CH4",): "2", ("CO2e",): "107.78"}
    assert gases(answer, "totals_by_scope") == {
        (2, "CO2"): "30", (1, "CO2"): "21.78", (1, "CH4"): "2", (2, "CO2e"): "30", (1, "CO2e"): "77.78",
    }  # fmt: skip
    assert left_out(answer) == []


def test_a_stated_co2e_gives_way_to_the_gases_of_its_scope() -> None:
    """Scope 1 is computed and scope 2 is stated gas by gas: only the CO2e of scope 3 adds to them."""
    lines = [stated("s1", "CO2e", "100", 1), stated("s2", "CO2e", "200", 2), stated("s3", "CO2e", "300", 3)]
    answer = ask(*lines, stated("grid", "CO2", "30", 2), gas("boiler", "1"))
    assert gases(answer) == {("CO2",): "51.78", ("CO2e",): "351.78"}
    assert [pointer for pointer, _, _ in left_out(answer)] == ["/activities/0", "/activities/1"]


def test_a_co2e_that_names_no_scope_stands_beside_gases_that_name_none() -> None:
    """Nothing says that they are the same emission."""
    answer = ask(stated("all", "CO2e", "100"), stated("own", "CO2", "30"))
    assert gases(answer) == {("CO2",): "30", ("CO2e",): "130"}
    assert gases(answer, "totals_by_scope") == {}


def monitored(identifier: str, substance: str, mass: str, basis: str, **more: Any) -> Json:
    return stated(identifier, substance, mass, basis=basis, **more)


def test_at_one_outlet_the_strongest_evidence_counts() -> None:
    """Law on the environmental protection tax, article 10: monitored goes before sampled, and that before a balance."""
    lines = [
        monitored("a", "SO2", "3", "material_balance", unit_id="1"),
        monitored("b", "SO2", "5", "continuous_monitoring", unit_id="1"),
        monitored("c", "SO2", "7", "manual_monitoring", unit_id="1"),
        monitored("d", "SO2", "11", "manual_monitoring", unit_id="2"),
        monitored("e", "SO2", "13", "coefficient", unit_id="2"),
    ]
    answer = ask(*lines)
    assert sums(answer) == {("SO2",): "16.000000"}
    assert left_out(answer) == [
        ("/activities/0", "SO2", "material_balance"), ("/activities/2", "SO2", "manual_monitoring"),
        ("/activities/4", "SO2", "coefficient"),
    ]  # fmt: skip


def test_a_mass_stated_for_the_whole_site_covers_its_outlets() -> None:
    answer = ask(
        monitored("site", "SO2", "20", "coefficient"),
        monitored("one", "SO2", "5", "continuous_monitoring", unit_id="1"),
        monitored("nox", "NOx", "9", "coefficient", unit_id="1"),
    )
    assert sums(answer) == {("SO2",): "20.000000", ("NOx",): "9.000000"}


def test_two_computed_sources_without_an_outlet_are_two_sources() -> None:
    """Balance of 100 t of coal, 0.8 % S of which 15 % stay in ash: 1.36 t of SO2; that of an outlet comes on top."""
    answer = ask(coal("c1", "100"), coal("c2", "300"), monitored("s", "SO2", "1", "material_balance", unit_id="1"))
    assert sums(answer)["SO2",] == "6.440000"
    assert left_out(answer) == []


def test_a_monitored_mass_takes_the_place_of_what_is_computed_for_the_site() -> None:
    answer = ask(coal("c", "100"), monitored("m", "SO2", "0.5", "continuous_monitoring"))
    assert sums(answer)["SO2",] == "0.500000"
    assert left_out(answer) == [("/activities/0", "SO2", "material_balance")]
    assert next(t for t in answer["totals"] if t["substance"] == "SO2")["bases"] == ["continuous_monitoring"]


def test_a_balance_and_a_coefficient_of_one_outlet_are_one_emission() -> None:
    """Each of an outlet of its own, or both of the site at large, they are two sources."""
    weaker = monitored("s", "SO2", "2", "coefficient", unit_id="1")
    assert sums(ask(coal("c", "100", unit_id="1"), weaker))["SO2",] == "1.360000"
    assert sums(ask(coal("c", "100", unit_id="2"), weaker))["SO2",] == "3.360000"


def test_a_computed_balance_of_an_outlet_takes_the_place_of_a_computed_coefficient_there() -> None:
    """100 t of coal give 1.36 t by their sulphur, 50 t by a coefficient of 10 kg/t give 0.5 t."""
    by_coefficient = coal("d", "50") | {"parameters": {
        "carbon_content": q("45", "%"), "oxidation_factor": q("99", "%"),
        "generation_coefficient:SO2": q("10", "kg/t")}}  # fmt: skip
    apart = ask(coal("c", "100"), by_coefficient)
    assert {t["substance"]: t["bases"] for t in apart["totals"]}["SO2"] == ["coefficient", "material_balance"]
    assert sums(apart)["SO2",] == "1.860000"
    together = ask(coal("c", "100", unit_id="1"), by_coefficient | {"unit_id": "1"})
    assert sums(together)["SO2",] == "1.360000"
    assert left_out(together) == [("/activities/1", "SO2", "coefficient")]


def test_water_and_air_are_added_up_apart_and_air_stands_first() -> None:
    answer = ask(
        monitored("w", "Hg", "0.002", "manual_monitoring", medium="water"),
        monitored("a", "Hg", "0.003", "manual_monitoring", medium="air"),
    )
    assert [(t["medium"], t["mass"]["value"]) for t in answer["totals"]] == [
        ("air", "0.003000000"), ("water", "0.002000000"),
    ]  # fmt: skip


def test_a_total_of_a_heavy_metal_has_micrograms_and_any_other_grams() -> None:
    """What is below the quantum of a line is rounded in the line: 0.4 g three times are nothing, 0.4 mg are there."""
    small = [stated(f"s{k}", "SO2", "0.0000004", unit_id=str(k)) for k in range(3)]
    metal = [stated(f"m{k}", "Hg", "0.0000000004", unit_id=str(k), medium="air") for k in range(3)]
    assert sums(ask(*small, *metal)) == {("SO2",): "0.000000", ("Hg",): "0.000000001"}


def test_accounts_beside_the_totals_are_added_up_and_not_netted() -> None:
    """1000 MWh and 500 MWh of Shanxi: 0.6634 t/MWh by location in the total, 0.6096 by market beside it."""
    answer = ask(
        {"id": "p1", "kind": "purchased_electricity", "quantity": q("1000", "MWh")},
        {"id": "p2", "kind": "purchased_electricity", "quantity": q("500", "MWh")},
        sector="3411",
    )  # fmt: skip
    assert gases(answer) == {("CO2",): "995.1", ("CO2e",): "995.1"}
    assert gases(answer, "totals_beside") == {("market_based", "CO2"): "914.4", ("market_based", "CO2e"): "914.4"}
    beside = [line for line in answer["results"] if line["account"] == "market_based"]
    assert [(line["mass"]["value"].rstrip("0").rstrip("."), line["counted_in_total"]) for line in beside] == [
        ("609.6", False), ("304.8", False),
    ]  # fmt: skip


def test_a_total_names_its_bases_and_the_lowest_trust_in_it() -> None:
    """The warming potential of methane is part of a CO2e, and so is what is known of it."""
    answer = ask(
        monitored("a", "SO2", "3", "manual_monitoring", unit_id="1"),
        monitored("b", "SO2", "5", "continuous_monitoring", unit_id="2"),
    )
    assert [(t["bases"], t["trust"]) for t in answer["totals"]] == [
        (["continuous_monitoring", "manual_monitoring"], "primary")
    ]
