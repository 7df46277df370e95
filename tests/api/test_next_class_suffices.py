"""What `next-class` names is enough and is needed: told to a what-if and to a corrected report, over several sectors.

Every works is posted, accepted and scored over HTTP. Then a plant engineer takes the answer at its word: each amount
comes off what the report itself states, at one of the lines that the answer names, and nothing else is touched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import pytest

from service.identifiers import reserved_credit_code
from service.records import Role
from tests.api.builders import enterprise, facility, quantity
from tests.api.conftest import Api
from tests.workflows.lodging import freeze_peers

Json = dict[str, Any]
Site = tuple[str, Json]
REPORTS = Path(__file__).parent / "reports"
#: What a kgce, a t and a kWh are of the units in which the reports state them.
ENERGY = {"万tce": Decimal(10_000_000), "kgce": Decimal(1)}
KILOGRAM, FINEST = Decimal("0.001"), Decimal("1e-12")
STACK = "reported_emission"


class Works:
    """An enterprise with its sites, their reports and the key that posts them."""

    def __init__(self, api: Api, number: int, files: list[str], dirtier: Mapping[str, str]) -> None:
        self.api, self.code, self.caller = api, reserved_credit_code(number), f"works-{number}"
        self.bodies = [self.placed(read(name), at) for at, name in enumerate(files, start=1)]
        for name, share in dirtier.items():
            for body in self.bodies:
                dirtied(body, name, Decimal(share))
        self.sector = self.bodies[0]["sector"]
        self.reports: list[str] = []

    def placed(self, body: Json, at: int) -> Json:
        return body | {"enterprise": self.code, "facility": f"{self.code}{at:03}P"}

    def lodge(self) -> None:
        self.api.issue(self.caller, Role.enterprise, credit_code=self.code)
        told = enterprise(self.code)
        assert self.api.post("/v1/enterprises", told, caller=self.caller).status_code == 201
        for body in self.bodies:
            units = body.pop("units", [])
            site = facility(body["facility"], sector=self.sector, units=units)
            assert self.api.post("/v1/facilities", site, caller=self.caller).status_code == 201
            answer = self.api.post("/v1/reports", body, caller=self.caller)
            assert answer.status_code == 201, answer.text
            self.reports.append(answer.json()["report_id"])
            self.accept(self.reports[-1])
        self.score()

    def accept(self, report_id: str) -> None:
        verdict = {"decision": "accepted", "reason": "checked"}
        assert self.api.post(f"/v1/reports/{report_id}/decisions", verdict, caller="regulator").status_code == 201

    def score(self) -> None:
        wanted = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": self.sector}
        assert self.api.post("/v1/scores", wanted, caller="regulator").status_code == 200

    def correct(self, bodies: list[Json]) -> str:
        """Correct every report and return the class that is scored then."""
        for report_id, body in zip(self.reports, bodies, strict=True):
            correction = {"reason": "done as the way says", "report": body}
            answer = self.api.post(f"/v1/reports/{report_id}/versions", correction, caller=self.caller)
            assert answer.status_code == 201, answer.text
            self.accept(report_id)
        self.score()
        return str(self.asked()["now"]["class"]["id"])

    def supposed(self, at: int, body: Json) -> str:
        """The class with one report replaced by a draft."""
        draft = {k: v for k, v in body.items() if k not in ("enterprise", "facility", "signatory", "declarations")}
        path = f"/v1/reports/{self.reports[at]}/what-if"
        answer = self.api.post(path, {"draft": draft, "ruleset": "DNZ-1"}, caller=self.caller)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["scores"]["draft"]["class"]["id"])

    def asked(self, target: str = "") -> Json:
        path = f"/v1/scores/next-class?ruleset=DNZ-1&year=2024&enterprise={self.code}"
        (item,) = self.api.get(path + (f"&target={target}" if target else ""), caller=self.caller).json()["items"]
        return dict(item)

    def site_of(self, line: str) -> tuple[int, str]:
        """The report that speaks of a line, and its name there: one that two sites share has the permit before it."""
        permit, _, name = line.rpartition(":")
        at = next((at for at, body in enumerate(self.bodies) if body["facility"] == permit), 0)
        return at, name


def read(name: str) -> Json:
    return dict(json.loads((REPORTS / f"{name}.json").read_text(encoding="utf-8")))


def dirtied(body: Json, name: str, share: Decimal) -> None:
    """State more of a substance at every stack: mass and mean by one share, the gas as it is."""
    for line in stacks(body, name):
        scale(line["quantity"], share)
        scale(line["parameters"]["mean_concentration"], share)


def stacks(body: Json, substance: str, unit: str | None = None) -> list[Json]:
    found = (line for line in body["activities"] if line["kind"] == STACK and line["substance"] == substance)
    return [line for line in found if unit in (None, line["unit_id"])]


def scale(told: Json, share: Decimal) -> None:
    told["value"] = str((Decimal(told["value"]) * share).quantize(FINEST, ROUND_DOWN))


def pulled(works: Works, pulls: list[tuple[Json, str]], spared: int | None = None) -> list[Json]:
    """The reports with each pull taken at the line given with it, a kilogram less of the pull `spared`."""
    bodies = deepcopy(works.bodies)
    for position, (pull, line) in enumerate(pulls):
        amount = Decimal(pull["reduction"]["value"]) - (KILOGRAM if position == spared else 0)
        at, unit = works.site_of(line)
        take(bodies[at], pull["lever"], unit, amount)
    return bodies


def take(body: Json, lever: str, unit: str, amount: Decimal) -> None:
    """Take an amount off what a report states at a unit, in the words of the report."""
    if lever == "energy":
        used = (p for p in body["production"] if p["product"] == "energy_consumption" and p["unit_id"] == unit)
        told = next(used)["quantity"]
        told["value"] = str(Decimal(told["value"]) - amount / ENERGY[told["unit"]])
        return
    lines = stacks(body, lever, unit)
    whole = sum(Decimal(line["quantity"]["value"]) for line in lines)
    for line in lines:
        scale(line["quantity"], 1 - amount / whole)
        if "parameters" in line:
            scale(line["parameters"]["mean_concentration"], 1 - amount / whole)


CASES = {
    "coke ovens with dirty stacks": (["coking"], {"NOx": "3", "PM": "2.2"}),
    "a mill whose stoves are dirty": (["steel"], {"NOx": "2.3", "SO2": "1.5"}),
    "a kiln": (["cement"], {"NOx": "5"}),
    "two power stations with sets of one name": (["power", "power_small"], {"NOx": "2.5", "PM": "3"}),
}


@pytest.fixture(scope="module", params=list(CASES))
def works(request: pytest.FixtureRequest, api: Api) -> Works:
    files, dirtier = CASES[request.param]
    found = Works(api, 100 + list(CASES).index(request.param), files, dirtier)
    freeze_peers(api.app.state.services.store)
    found.lodge()
    return found


def test_what_is_named_is_enough_and_a_kilogram_less_is_not(works: Works) -> None:
    item = works.asked()
    way, now = item["way"], item["now"]["class"]["id"]
    target, pulls = way["target"]["id"], [(pull, pull["lines"][0]) for pull in way["together"]]
    assert way["reached_by_reductions"], way["blocks"]
    assert way["after"]["class"]["id"] == target
    assert len(pulls) > 1
    for spared in range(len(pulls)):
        assert works.correct(pulled(works, pulls, spared)) == now, pulls[spared]
    assert works.correct(pulled(works, pulls)) == target
    assert works.correct(works.bodies) == now


def test_a_draft_of_the_same_changes_has_the_class_and_a_kilogram_more_has_not(works: Works) -> None:
    item = works.asked()
    pulls = [(pull, pull["lines"][0]) for pull in item["way"]["together"]]
    (at,) = {works.site_of(line)[0] for _, line in pulls}
    assert works.supposed(at, pulled(works, pulls)[at]) == item["way"]["target"]["id"]
    assert works.supposed(at, pulled(works, pulls, 0)[at]) == item["now"]["class"]["id"]


def test_the_score_asks_for_the_same_as_the_way(works: Works) -> None:
    """`to_next_class` reads off the anchors what the way finds by scoring again; the way counts in whole kilograms."""
    asked = works.api.get(f"/v1/scores?ruleset=DNZ-1&year=2024&enterprise={works.code}", caller=works.caller).json()
    steps = {(step["subject"], step["unit"]): Decimal(step["amount"]) for step in asked["items"][0]["to_next_class"]}
    first = [change for change in works.asked()["way"]["changes"] if change["gate"] or len(change["reductions"]) == 1]
    compared = 0
    for change in first:
        (pull,) = change["reductions"]
        amount = steps.get((change["constraint"]["id"], pull["reduction"]["unit"]))
        if amount is not None:
            assert 0 <= Decimal(pull["reduction"]["value"]) - amount < KILOGRAM
            compared += 1
    assert compared


UNJUDGED = {
    "aluminium": ("3216", "aluminium", "t", {"electrolysis_electricity": ("536000", "万kWh")}, "pollutant.no_advanced"),
    "glass": ("3041", "flat_glass", "weight_case", {"energy_consumption": ("5.7", "万tce")}, "pollutant.no_advanced"),
    "bricks": ("3031", "bricks", "t", {"energy_consumption": ("2", "万tce")}, "sector.none"),
}


@pytest.mark.parametrize("name", UNJUDGED)
def test_where_no_document_gives_a_level_no_change_reaches_a_class_and_the_answer_says_so(api: Api, name: str) -> None:
    sector, product, unit, used, code = UNJUDGED[name]
    works = Works(api, 200 + list(UNJUDGED).index(name), ["cement"], {})
    works.sector = sector
    (body,) = works.bodies
    made = {"product": product, "unit_id": "K1", "quantity": quantity("400000", unit)}
    energy = [{"product": n, "unit_id": "K1", "quantity": quantity(*told)} for n, told in used.items()]
    body |= {"sector": sector, "production": [made, *energy]}
    works.lodge()
    for target in ("", "industry_advanced"):
        way = works.asked(target)["way"]
        assert not way["reached_by_reductions"]
        assert code in {block["code"] for block in way["blocks"]}
    less = deepcopy(body)
    for line in less["activities"]:
        scale(line["quantity"], KILOGRAM)
        if "parameters" in line:
            scale(line["parameters"]["mean_concentration"], KILOGRAM)
    assert works.supposed(0, less) == works.asked()["now"]["class"]["id"] == "not_assessed"
