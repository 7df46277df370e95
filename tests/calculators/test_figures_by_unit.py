"""Figures of a whole report: which totals and products they are made of, for the site and for each unit."""

from __future__ import annotations

from tests.calculators.asking import Json, ask, findings, q, stated

MADE = (("1", "electricity_generated", "1000", "MWh"), ("2", "electricity_generated", "3000", "MWh"),
        ("1", "rated_capacity", "2", "MW"), ("1", "running_hours", "800", "h"))  # fmt: skip


def plant(*activities: Json, made: tuple[tuple[str, str, str, str], ...] = MADE) -> dict[tuple[str, str | None], Json]:
    """Return the figures of a power plant by id and unit."""
    production = [{"unit_id": unit, "product": product, "quantity": q(value, of)} for unit, product, value, of in made]
    figures = ask(*activities, sector="4411", production=production)["figures"]
    return {(figure["id"], figure["unit_id"]): figure for figure in figures}


def values(figures: dict[tuple[str, str | None], Json]) -> dict[tuple[str, str | None], str]:
    return {key: figure["value"]["value"] for key, figure in figures.items()}


def emitted(unit: str | None, mass: str, substance: str = "CO2", **more: object) -> Json:
    named = {"unit_id": unit} if unit else {}
    return stated(f"{substance}-{unit}-{mass}", substance, mass, 1, **named, **more)


def test_a_unit_is_given_what_its_own_lines_emit() -> None:
    """800 t / 1,000 MWh and (900 + 600) t / 3,000 MWh; sulphur dioxide is another substance, site lines no unit's."""
    figures = plant(
        emitted("1", "800"),
        emitted("2", "900"),
        emitted("2", "600"),
        emitted("1", "5", "SO2"),
        emitted(None, "7", "CH4"),
    )
    assert values(figures) == {
        ("electricity_intensity", "1"): "0.8000",
        ("electricity_intensity", "2"): "0.5000",
        ("load_factor", "1"): "62.50",
    }
    inputs = figures["electricity_intensity", "2"]["inputs"]
    assert [(i["name"], i["symbol"], i["value"], i["unit"], i["origin"]) for i in inputs] == [
        ("emission", "E", "1500", "t", "total CO2"),
        ("heat_share", "a", "0", "1", "none reported"),
        ("electricity_generated", "W", "3000", "MWh", "production electricity_generated"),
    ]


def test_a_unit_without_lines_or_without_a_product_has_no_figure() -> None:
    assert values(plant(emitted("1", "800"))) == {
        ("electricity_intensity", "1"): "0.8000", ("load_factor", "1"): "62.50",
    }  # fmt: skip
    assert values(plant(emitted("3", "800"))) == {("load_factor", "1"): "62.50"}


def test_what_is_left_out_of_the_total_is_left_out_of_the_figure() -> None:
    """Coal of unit 1 is computed, so the mass that is stated for it does not count a second time."""
    burnt = {"id": "b", "kind": "fuel_combustion", "material": "bituminous_coal", "unit_id": "1",
             "quantity": q("100", "t"), "parameters": {
                 "net_calorific_value": q("20", "GJ/t"), "carbon_content": q("0.025", "tC/GJ"),
                 "oxidation_factor": q("99", "%")}}  # fmt: skip
    figures = plant(burnt, emitted("1", "800"))
    # 100 t x 20 GJ/t x 0.025 tC/GJ x 0.99 x 44 / 12 = 181.5 t
    assert figures["electricity_intensity", "1"]["inputs"][0]["value"] == "181.5"


def test_nothing_is_divided_by_nothing() -> None:
    none = (("1", "electricity_generated", "0", "MWh"),)
    assert plant(emitted("1", "800"), made=none) == {}


def test_a_figure_may_rest_on_one_before_it_of_the_same_unit() -> None:
    """a = 200 / 1,000 GJ; 800 t x (1 - 0.2) / 1,000 MWh = 0.64; 800 x 0.2 / 200 GJ = 0.8; unit 2 has no heat."""
    heat = (("1", "heat_supplied", "200", "GJ"), ("1", "boiler_heat", "1000", "GJ"))
    figures = plant(emitted("1", "800"), emitted("2", "900"), made=(*MADE, *heat))
    assert values(figures) == {
        ("load_factor", "1"): "62.50", ("heat_supply_ratio", "1"): "20.00",
        ("electricity_intensity", "1"): "0.6400", ("electricity_intensity", "2"): "0.3000",
        ("heat_intensity", "1"): "0.8000",
    }  # fmt: skip
    share = figures["electricity_intensity", "1"]["inputs"][1]
    assert (share["value"], share["origin"]) == ("0.2", "figure heat_supply_ratio")


def clinker(*activities: Json, made: str = "100", unit: str = "t") -> list[tuple[str | None, str]]:
    answer = ask(*activities, production=[{"product": "clinker", "quantity": q(made, unit)}])
    return [(figure["unit_id"], figure["value"]["value"]) for figure in answer["figures"]]


def test_a_figure_of_the_site_takes_the_total_over_all_scopes() -> None:
    """(50 + 20) t of CO2 and 1 t of methane, 28 t of CO2e, over 100 t of clinker."""
    lines = stated("a", "CO2", "50", 1), stated("b", "CO2", "20", 2), stated("c", "CH4", "1", 1)
    assert clinker(*lines) == [(None, "0.9800")]
    assert clinker(*lines, made="0.01", unit="万吨") == [(None, "0.9800")]


def test_a_product_in_another_kind_of_unit_gives_no_figure() -> None:
    assert clinker(stated("a", "CO2", "50", 1), unit="h") == []


def test_a_remainder_below_zero_is_said_by_its_name() -> None:
    """Sintering burns 12 t of coke of which the works bought 10 t."""
    coke = {"material": "coke", "id": "c", "kind": "fuel_combustion", "quantity": q("10", "t")}
    sintered = coke | {"id": "s", "kind": "process_carbon_input", "process": "sintering", "quantity": q("12", "t")}
    answer = ask(coke, sintered, sector="3110", region="130200", method="CN-CETS-STEEL-2024")
    (found,) = findings(answer, "figure.below_zero")
    assert (found["severity"], found["pointer"]) == ("needs_explanation", "/activities")
    assert found["params"] == {"figure": "other_emission"}
    assert findings(ask(coke, sector="3110", region="130200"), "figure.below_zero") == []


def test_a_site_that_names_no_unit_is_one_unit() -> None:
    """1,000 t + 600 t over 4,000 MWh; as soon as one line names a unit, what names none belongs to none."""
    site = (("", "electricity_generated", "1000", "MWh"), ("", "electricity_generated", "3000", "MWh"))
    made = [{"product": product, "quantity": q(value, of)} for _, product, value, of in site]
    lines = (emitted(None, "1000"), emitted(None, "600"))
    figures = ask(*lines, sector="4411", production=made)["figures"]
    assert [(f["id"], f["unit_id"], f["value"]["value"]) for f in figures] == [
        ("electricity_intensity", None, "0.4000")
    ]
    assert ask(*lines, emitted("1", "5"), sector="4411", production=made)["figures"] == []
