"""No method without an example, an error of its own, and a stored request for every kind of activity that it knows.

A kind that a method takes over from another one is the same rule there; it is tried with the request that the other
has, and must give the same figures.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest

from service.accounting import AccountingMethod, KindRule
from service.calculators.calculation import case_of, grounds_of, methods_of
from service.reference import load_library
from service.requests.reports import read_calculation
from service.workflows.calculate import calculate
from service.workflows.intake import submission_of
from tests.calculators.stored import Stored, all_stored, answer_text, answered, calculation_of

Json = dict[str, Any]
Donor = tuple[str, int]  # a stored request and the position of one of its activities

METHODS = {method.id: method for method in methods_of(load_library()).methods}

#: What says that an input is not there where nothing is refused: no pollutant is required of a report.
GAPS = frozenset({"result.not_evaluable"})


@lru_cache(maxsize=1)
def runs() -> dict[tuple[str, str], list[Donor]]:
    """Return, for each method and kind, the stored activities that it has given a figure for."""
    found: dict[tuple[str, str], list[Donor]] = defaultdict(list)
    for name in answered():
        calculated = calculation_of(name).calculated
        for line in calculated.lines:
            if line.plan is not None:
                found[line.method, calculated.activities[line.activity].kind].append((name, line.activity))
    return found


def methods_of_refused(stored: Stored) -> Iterator[str]:
    """Yield the methods that know the activity at which a stored error points."""
    library = load_library()
    submission = submission_of(read_calculation(json.dumps(stored.body).encode()), library)
    position = str((stored.refused or {})["pointer"]).split("/")[2]
    kind = submission.activities[int(position)].kind
    yield from (m.id for m in grounds_of(case_of(submission), library).methods if kind in m.kinds)


def methods_with_errors() -> set[str]:
    wrong = [s for s in all_stored() if s.refused and s.refused["pointer"].startswith("/activities/")]
    refused = {method for stored in wrong for method in methods_of_refused(stored)}
    gaps = {
        method.id
        for stored in answered().values()
        if GAPS & set(stored.findings)
        for method in calculation_of(stored.name).grounds.methods
    }
    return refused | gaps


def test_every_method_has_an_example() -> None:
    assert set(METHODS) == {method for method, _ in runs()}


def test_every_method_has_an_error_of_its_own() -> None:
    assert set(METHODS) - methods_with_errors() == set()


def donors(method: AccountingMethod, kind: str) -> list[Donor]:
    """Return the stored activities of a kind under the method itself, else under one with the very same rule."""
    own = runs().get((method.id, kind), [])
    rule: KindRule = method.kinds[kind]
    others = (m for m in METHODS.values() if m.kinds.get(kind) == rule)
    return own or [donor for other in others for donor in runs().get((other.id, kind), [])]


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_kind_of_a_method_has_a_stored_request(name: str) -> None:
    assert [kind for kind in METHODS[name].kinds if not donors(METHODS[name], kind)] == []


TAKEN = [(m.id, kind) for m in METHODS.values() for kinds in m.document.get("takes", {}).values() for kind in kinds]


@pytest.mark.parametrize(("name", "kind"), TAKEN)
def test_a_kind_taken_over_gives_what_it_gives_at_home(name: str, kind: str) -> None:
    method = METHODS[name]
    stored, position = min(donors(method, kind), key=lambda donor: preference(method, donor))
    home = answered()[stored].body
    activity = home["activities"][position]
    year = int(home["period"][:4])
    period = home["period"] if method.governs_year(year) else str(max(method.first_year, year))
    sector = home["sector"] if method.specificity(home["sector"]) else method.sectors[0]
    body = home | {"sector": sector, "period": period, "method": name, "activities": [activity]}
    for key in ("environmental_tax", "production", "reported_totals", "gwp"):
        body.pop(key, None)
    found = figures(json.loads(calculate(load_library(), json.dumps(body).encode())), activity["id"], {name})
    assert found
    if period == home["period"]:
        homes = {m.id for m in METHODS.values() if m.kinds.get(kind) == method.kinds[kind]}
        assert found == figures(json.loads(answer_text(stored)), activity["id"], homes)


def preference(method: AccountingMethod, donor: Donor) -> tuple[bool, int]:
    """Put first what lies in a year of the method and states most of its inputs: tables may go by sector and year."""
    body = answered()[donor[0]].body
    return not method.governs_year(int(body["period"][:4])), -len(body["activities"][donor[1]].get("parameters", {}))


def figures(answer: Json, activity: str, methods: set[str]) -> set[tuple[str, ...]]:
    """Return the exact figures that methods give for an activity."""
    lines = [e for e in answer["results"] + answer["indicators"] if e["activity_id"] == activity]
    given = [(line, line["trace"]) for line in lines if line["trace"]["method"] in methods]
    return {(line["substance"], line["formula"], trace["unrounded"]["value"]) for line, trace in given}
