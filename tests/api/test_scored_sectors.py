"""Reports of works with several processes, lodged, accepted and scored over HTTP, from bodies that anyone may copy."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.api.builders import OWNER, facility
from tests.api.conftest import Api

Json = dict[str, Any]
BODIES = Path(__file__).parent / "reports"


def body(name: str, number: int) -> Json:
    told = json.loads((BODIES / f"{name}.json").read_text(encoding="utf-8"))
    return {**told, "enterprise": OWNER, "facility": f"{OWNER}{number:03}P"}


def scored(api: Api, report: Json) -> Json:
    """Register the site, lodge the report, have it accepted and scored; return the score of its sector."""
    site = facility(report["facility"], sector=report["sector"])
    assert api.post("/v1/facilities", site, caller="owner").status_code == 201
    lodged = api.post("/v1/reports", report, caller="owner")
    assert lodged.status_code == 201, lodged.text
    decision = {"decision": "accepted", "reason": "checked"}
    path = f"/v1/reports/{lodged.json()['report_id']}/decisions"
    assert api.post(path, decision, caller="regulator").status_code == 201
    wanted = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": report["sector"]}
    assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    return standing(api, report["sector"])


def standing(api: Api, sector: str) -> Json:
    found = api.get(f"/v1/scores?ruleset=DNZ-1&year=2024&enterprise={OWNER}", caller="owner").json()["items"]
    return next(item for item in found if item["sector"] == sector)


@pytest.fixture(scope="module")
def coking(api: Api) -> Json:
    return scored(api, body("coking", 31))


@pytest.fixture(scope="module")
def steel(api: Api) -> Json:
    return scored(api, body("steel", 32))


def corrected(api: Api, report: Json) -> Json:
    """Correct the report of the site and have it accepted and scored again."""
    lodged = api.get(f"/v1/reports?enterprise={OWNER}", caller="owner").json()["items"]
    mine = next(item["report_id"] for item in lodged if item["facility"] == report["facility"])
    correction = {"reason": "told otherwise", "report": report}
    assert api.post(f"/v1/reports/{mine}/versions", correction, caller="owner").status_code == 201
    decision = {"decision": "accepted", "reason": "checked"}
    assert api.post(f"/v1/reports/{mine}/decisions", decision, caller="regulator").status_code == 201
    wanted = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": report["sector"]}
    assert api.post("/v1/scores", wanted, caller="regulator").status_code == 200
    return standing(api, report["sector"])


def codes(score: Json) -> set[str]:
    return {reason["code"] for reason in score["reasons"]}


def anchors(score: Json, role: str) -> dict[tuple[str, str], str]:
    found = [a for a in score["anchors"] if a["role"] == role]
    return {(a["line"], a["subject"] or "energy"): a["source"] for a in found}


def test_coke_ovens_stand_on_the_key_sector_table_before_their_standard(coking: Json) -> None:
    assert coking["class"]["id"] == "compliant"
    assert [basis["id"] for basis in coking["carbon"]["basis"]] == ["rung.4"]
    assert coking["carbon"]["value"] == "0.6800"
    assert anchors(coking, "baseline")["O1", "energy"] == "ndrc-2023-723"
    assert anchors(coking, "advanced")["O1", "NOx"] == "ule-coking-2024"


def test_the_value_follows_from_what_was_posted(coking: Json) -> None:
    energy = next(c for c in coking["carbon"]["constraints"] if c["subject"] == "energy")
    amount, baseline, advanced = (Fraction(energy[name]) for name in ("amount", "baseline", "advanced"))
    assert [int(x) for x in (amount, baseline, advanced)] == [118_000_000, 135_000_000, 110_000_000]
    assert Fraction(coking["carbon"]["value"]) == (baseline - amount) / (baseline - advanced)


def test_what_stands_between_the_ovens_and_the_next_class_is_told_per_tonne(coking: Json) -> None:
    steps = {(s["code"], s["subject"]): (s["amount"], s["unit"]) for s in coking["to_next_class"]}
    assert steps["step.reduce_per_product", "energy"] == ("8", "kgce/t")


def test_processes_of_a_mill_are_summed_and_their_share_is_told(steel: Json) -> None:
    energy = next(c for c in steel["carbon"]["constraints"] if c["subject"] == "energy")
    # 400 x 390 - 420 x 20 against 400 x 435 - 420 x 10 and 400 x 361 - 420 x 30, in 10 t of coal equivalent
    assert [Fraction(energy[name]) for name in ("amount", "baseline", "advanced")] == [
        1_476_000_000, 1_698_000_000, 1_318_000_000,
    ]  # fmt: skip
    assert steel["carbon"]["value"] == "0.5842"
    assert 0 < Fraction(steel["carbon"]["coverage"]) < 1
    assert steel["class"]["id"] == "compliant"


def test_a_converter_is_judged_by_dust_alone_beside_the_hot_stoves(steel: Json) -> None:
    air = next(c for c in steel["pollutant"]["constraints"] if c["subject"] == "equivalents.air")
    # In equivalents: 6000 x (8/4 + 40/0.95 + 150/0.95) of the stoves and 5000 x 8/4 of the converter, in 10^6 Nm3 mg/m3
    worked_out = Fraction(6000) * (2 + Fraction(190) / Fraction("0.95")) + 5000 * 2
    assert abs(Fraction(air["amount"]) - worked_out) < 1
    assert ("BOF1", "SO2") not in anchors(steel, "baseline")


def test_who_leaves_the_energy_of_a_process_out_has_no_carbon_axis(api: Api, steel: Json) -> None:
    report = body("steel", 32)
    kept = [p for p in report["production"] if (p["product"], p.get("unit_id")) != ("energy_consumption", "BF1")]
    left = corrected(api, report | {"production": kept})
    assert left["carbon"]["value"] is None
    assert "energy.missing" in codes(left)
    assert left["index"] is None


def test_who_leaves_a_process_out_is_told_and_has_no_score(api: Api, steel: Json) -> None:
    report = body("steel", 32)
    kept = [p for p in report["production"] if p.get("unit_id") != "BF1"]
    left = corrected(api, report | {"production": kept})
    assert [r["line"] for r in left["carbon"]["missing"] if r["code"] == "line.no_product"] == ["BF1"]
    assert Fraction(left["carbon"]["coverage"]) < Fraction(steel["carbon"]["coverage"])
    assert (left["index"], left["class"]["id"]) == (None, "not_assessed")


def test_the_ruleset_tells_a_stranger_what_to_post(api: Api) -> None:
    document = api.get("/v1/rulesets/DNZ-1").json()
    known = set(document["quantities"]) | {
        product
        for line in document["lines"].values()
        for product in (*line.get("products", ()), *line.get("levels", {}))
    }
    posted = {p["product"] for name in ("coking", "steel") for p in body(name, 1)["production"]}
    assert posted - known == {"crude_steel"}
