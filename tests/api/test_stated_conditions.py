"""Conditions that relax a level, told by works that do not have them, beside the honest works that each starts from.

Class, index and place may not be better than the honest ones', or the bureau that is to accept the report was told what
it vouches for (GN-32).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest

from service.identifiers import reserved_credit_code
from service.scoring.result import Rating
from tests.api.conftest import Api
from tests.api.test_honest_works import WORKS, lodge

Json = dict[str, Any]
KILN = "the same kiln a year later, when its guide counts no electricity"
MILLS = "a kiln with mills that only buy power"
OVENS = "coke ovens with an office boiler of their own"
LONG = "a long-route mill whose fluxes and fuels its guide counts for the whole works"
#: By name: the honest works, what is told beside or in place of what it tells, and the code under which that is named;
#: what has none gains nothing.
TOLD: Mapping[str, tuple[str, list[list[Any]], str]] = {
    "a mountain where the province has none": (KILN, [["altitude", "3000", "m", "K1"]], ""),
    "a plateau": (KILN, [["altitude", "1600", "m", "K1"]], "GN-32"),
    "more clinker in the cement": (MILLS, [["clinker_ratio", "95", "%", "M1"]], "GN-32"),
    "wet coal without an analysis": (OVENS, [["coal_moisture", "15", "%", "O1"]], ""),
    "volatile coal": (OVENS, [["coal_volatiles", "35", "%", "O1"]], "GN-32"),
    "old ovens": (OVENS, [["oven_age", "30", "year", "O1"]], "GN-32"),
    "wet quenching": (OVENS, [["wet_quenching", "1", "1", "O1"]], "GN-32"),
    "mixed gas": (OVENS, [["mixed_gas_ratio", "1", "1", "O1"]], "GN-32"),
    "energy given back that no line shows": (OVENS, [["energy_recovered", "30000", "tce", "O1"]], "GN-32"),
    "poor ore": (LONG, [["ore_grade", "50", "%", "BF1"]], "GN-32"),
    "titanium in the ore": (LONG, [["vanadium_titanium_ore", "100", "%", "BF1"]], "GN-32"),
    "scrap in the converter": (LONG, [["scrap_ratio", "40", "%", "BOF1"]], "GN-32"),
    "more converter gas than there was": (LONG, [["energy_recovered", "200000", "tce", "BOF1"]], "energy.unshown"),
}  # fmt: skip


def twin(name: str) -> Json:
    """The honest works, with what it tells of itself changed."""
    honest, told, _ = TOLD[name]
    instead = {(row[0], row[3]) for row in told}
    kept = [row for row in WORKS[honest]["made"] if (row[0], row[3]) not in instead]
    return WORKS[honest] | {"id": name, "made": [*kept, *told]}


def named(findings: Sequence[Json]) -> set[str]:
    """Codes of findings, and the conditions that are to be verified."""
    return {word for each in findings for word in (each["code"], each["params"].get("condition", ""))}


@pytest.fixture(scope="module")
def judged(api: Api) -> Mapping[str, tuple[set[str], Json, int]]:
    """By name of honest and other works: what was found at lodging, the score, and the place."""
    works = [WORKS[name] for name in (KILN, MILLS, OVENS, LONG)] + [twin(name) for name in TOLD]
    codes_of = {str(work["id"]): reserved_credit_code(number) for number, work in enumerate(works, start=200)}
    found = {str(work["id"]): named(lodge(api, work, codes_of[str(work["id"])])) for work in works}
    places: dict[str, int] = {}
    for sector in sorted({str(work["sector"]) for work in works}):
        asked = {"ruleset": "DNZ-1", "year": 2024, "region": "14", "sector": sector}
        assert api.post("/v1/scores", asked, caller="regulator").status_code == 200
        path = f"/v1/rankings?ruleset=DNZ-1&year=2024&region=14&sector={sector}&synthetic=true&limit=200"
        places |= {row["enterprise"]: row["rank"] for row in api.get(path, caller="regulator").json()["items"]}
    scores = {
        name: api.get(f"/v1/scores?ruleset=DNZ-1&year=2024&enterprise={code}", caller=name).json()["items"][0]
        for name, code in codes_of.items()
    }
    return {name: (found[name], scores[name], places.get(code, len(works))) for name, code in codes_of.items()}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_without_proof_gains_nothing_or_is_named(
    judged: Mapping[str, tuple[set[str], Json, int]], name: str
) -> None:
    honest, told, code = TOLD[name]
    found, score, place = judged[name]
    _, fair, fair_place = judged[honest]
    caught = found | {reason["code"] for reason in (*score["reasons"], *score["unranked"])}
    assert not code or code in caught
    assert code != "GN-32" or {row[0] for row in told} <= found
    assert code or not (better(score, fair) or place < fair_place)


def test_a_carbonate_that_names_no_unit_is_named_where_other_lines_name_theirs(
    judged: Mapping[str, tuple[set[str], Json, int]],
) -> None:
    assert "GN-33" in judged[LONG][0]
    assert "GN-33" not in judged[KILN][0]


def better(told: Json, fair: Json) -> bool:
    order = list(Rating)
    if order.index(Rating(told["class"]["id"])) > order.index(Rating(fair["class"]["id"])):
        return True
    indices = [(told[name], fair[name]) for name in ("index", "conservative_index")]
    return any(one is not None and Fraction(one) > Fraction(other or 0) for one, other in indices)
