"""Whole works, honest and of many kinds, lodged, accepted and scored over HTTP: what their manager and bureau read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from service.identifiers import reserved_credit_code
from service.records import Role
from service.reference.reader import read_document
from tests.api.builders import facility, quantity
from tests.api.conftest import Api
from tests.api.test_scored_sectors import body as copied
from tests.api.test_scored_sectors import codes

Json = dict[str, Any]
TABLE = Path(__file__).parent / "honest_works.yaml"
MONTHS = range(1, 13)
#: What a line of activity data states beside its parameters.
FIELDS = ("process", "technology", "laboratory_report", "month")
MONITORED = ("PM", "SO2", "NOx")
MILLS = "a kiln with mills that only buy power"


def works() -> Mapping[str, Json]:
    text = "works:\n" + "\n".join(f"  {line}" for line in TABLE.read_text(encoding="utf-8").splitlines())
    found: Any = read_document(text, TABLE.name)["works"]
    return {str(row["id"]): row for row in found}


WORKS = works()


def report(work: Json, credit_code: str) -> Json:
    """The report that the system of a works would send."""
    activities = [activity(f"{number}", *row) for number, row in enumerate(rows(work))]
    return {
        "sector": work["sector"], "region": "140100", "period": year(work), "signatory": "张三", "trust": "recalled",
        "declarations": copied("steel", 1)["declarations"], "enterprise": credit_code, "facility": f"{credit_code}001P",
        "production": [made(*row) for row in work["made"]], "activities": [*activities, *stacks(work)],
    }  # fmt: skip


def year(work: Json) -> str:
    return str(work.get("year", "2024"))


def rows(work: Json) -> list[list[Any]]:
    if "months" not in work:
        return list(work["used"])
    return [
        [kind, material, f"{Decimal(value) / 12:.9f}", unit, place, {**(stated[0] if stated else {}), "month": month}]
        for kind, material, value, unit, place, *stated in work["used"]
        for month in MONTHS
    ]


def activity(name: str, kind: str, material: Any, value: str, unit: str, place: Any, stated: Any = None) -> Json:
    told = dict(stated or {})
    given = {field: told.pop(field) for field in FIELDS if field in told}
    parameters = {parameter: quantity(*text.rsplit(" ", 1)) for parameter, text in told.items()}
    named = {"material": material, "unit_id": place}
    return {
        "id": name, "kind": kind, "quantity": quantity(value, unit), "parameters": parameters, **given,
        **{field: word for field, word in named.items() if word is not None},
    }  # fmt: skip


def made(product: str, value: str, unit: str, place: Any) -> Json:
    told = {"product": product, "quantity": quantity(value, unit)}
    return told if place is None else told | {"unit_id": place}


def stacks(work: Json) -> list[Json]:
    """Monitored means with the masses that belong to them."""
    return [
        {
            "id": f"{place} {substance}", "unit_id": place, "kind": "reported_emission", "substance": substance,
            "basis": "continuous_monitoring", "medium": "air",
            "quantity": quantity(f"{Decimal(mean) * Decimal(gas) / 10**5:.6f}", "t"),
            "parameters": {"mean_concentration": quantity(mean, "mg/m3"), "gas_volume": quantity(gas, "万Nm3")},
        }
        for place, (*means, gas) in work["stacks"].items()
        for substance, mean in zip(work.get("listed", MONITORED), means, strict=True)
        if mean is not None
    ]  # fmt: skip


@pytest.fixture(scope="module")
def scores(api: Api) -> Mapping[str, Json]:
    """Every works of the table as its owner reads its score."""
    codes_of = {name: reserved_credit_code(number) for number, name in enumerate(WORKS, start=100)}
    for name, code in codes_of.items():
        lodge(api, WORKS[name], code)
    for asked in sorted({(year(work), str(work["sector"])) for work in WORKS.values()}):
        wanted = {"ruleset": "DNZ-1", "year": int(asked[0]), "region": "14", "sector": asked[1]}
        assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    return {
        name: api.get(f"/v1/scores?ruleset=DNZ-1&year={year(WORKS[name])}&enterprise={code}", caller=name).json()[
            "items"
        ][0]
        for name, code in codes_of.items()
    }


def lodge(api: Api, work: Json, code: str) -> Sequence[Json]:
    """Lodge and accept the report of a works; returns what was found in it."""
    api.issue(work["id"], Role.enterprise, credit_code=code)
    firm = {"credit_code": code, "name": "测试企业", "synthetic": True}
    assert api.post("/v1/enterprises", firm, caller=work["id"]).status_code == 201
    site = facility(f"{code}001P", sector=work["sector"], units=work.get("units", []))
    assert api.post("/v1/facilities", site, caller=work["id"]).status_code == 201
    lodged = api.post("/v1/reports", report(work, code), caller=work["id"])
    assert lodged.status_code == 201, lodged.text
    decision = {"decision": "accepted", "reason": "checked"}
    path = f"/v1/reports/{lodged.json()['report_id']}/decisions"
    assert api.post(path, decision, caller="regulator").status_code == 201
    found: Sequence[Json] = lodged.json()["findings"]
    return found


@pytest.mark.parametrize("name", WORKS)
def test_a_works_is_judged_as_its_table_says(scores: Mapping[str, Json], name: str) -> None:
    score, expected = scores[name], WORKS[name]["expect"]
    found = {
        "class": score["class"]["id"],
        "carbon": score["carbon"]["value"],
        "pollutant": score["pollutant"]["value"],
    }
    assert found == {key: expected[key] for key in found}
    assert set(expected["says"]) <= codes(score)
    assert not set(expected["silent"]) & codes(score)


@pytest.mark.parametrize("name", WORKS)
def test_a_value_follows_from_the_amounts_and_anchors_beside_it(scores: Mapping[str, Json], name: str) -> None:
    for axis in (scores[name]["carbon"], scores[name]["pollutant"]):
        sums = [constraint for constraint in axis["constraints"] if not constraint["gate"]]
        levels = [min(level(constraint), Fraction(constraint["cap"])) for constraint in sums]
        assert axis["value"] is None or abs(Fraction(axis["value"]) - min(levels)) <= Fraction("0.0001")


def level(constraint: Json) -> Fraction:
    """What an amount is worth between its anchors, worked out from the printed figures."""
    amount, weak = Fraction(constraint["amount"]), Fraction(constraint["baseline"])
    if amount >= weak:
        return Fraction(0)
    advanced = Fraction(constraint["advanced"])
    if amount >= advanced:
        return (weak - amount) / (weak - advanced)
    near = Fraction(constraint["near_zero"] or advanced - 1)
    return 1 + min((advanced - amount) / (advanced - near), Fraction(1))


@pytest.mark.parametrize("name", WORKS)
def test_a_manager_reads_no_code_word(scores: Mapping[str, Json], name: str) -> None:
    score = scores[name]
    texts = [*score["reasons"], *score["unranked"], *score["to_next_class"], *score["carbon"]["missing"]]
    assert not [text["zh"] for text in texts if re.search(r"[a-z]+_[a-z]+|[{@]", text["zh"] + text["en"])]
    assert not [text["zh"] for text in texts if not re.search(r"[\u4e00-\u9fff]", text["zh"])]


def test_a_veto_that_nobody_judged_is_named_by_what_it_is(scores: Mapping[str, Json]) -> None:
    texts = {r["zh"] for score in scores.values() for r in score["reasons"] if r["code"] == "veto.not_evaluated"}
    assert all("查实的数据造假" in text for text in texts)
    assert texts


def test_a_mill_that_only_buys_power_is_as_sure_as_its_kiln(scores: Mapping[str, Json]) -> None:
    kiln, both = scores["the same kiln a year later, when its guide counts no electricity"], scores[MILLS]
    widths = [spread(score["carbon"]["constraints"][0]) for score in (kiln, both)]
    assert abs(widths[0] - widths[1]) < Fraction(1, 1000)


def spread(constraint: Json) -> Fraction:
    amount = Fraction(constraint["amount"])
    return (Fraction(constraint["conservative"]) - amount) / amount


@pytest.mark.parametrize("name", WORKS)
def test_each_axis_lacks_only_what_is_its_own(scores: Mapping[str, Json], name: str) -> None:
    lacks = {
        axis: {r["params"]["item"] for r in scores[name][axis]["missing"] if r["code"] == "sector.lacks"}
        for axis in ("carbon", "pollutant")
    }
    assert not lacks["carbon"] & {"@national_limit", "@advanced_pollutant_level", "@arc_furnace_limit"}
    assert not lacks["pollutant"] & {"@carbon_benchmark", "@ets_balance_value", "@rolling_level"}


@pytest.mark.parametrize("name", WORKS)
def test_the_figure_in_a_sentence_is_short_and_suffices(scores: Mapping[str, Json], name: str) -> None:
    for step in scores[name]["to_next_class"]:
        told = re.search(r"[0-9]+(\.[0-9]+)?", step["en"].partition(": ")[2]) if step["amount"] is not None else None
        assert told is None or (Fraction(told[0]) >= Fraction(step["amount"]) and len(told[0].partition(".")[2]) < 6)
