"""A balance value from a published coefficient, and a grade of carbon efficiency: from two numbers, nothing stored."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from service.errors import Fault
from service.reference import Library
from service.scoring.exact import plain
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.scoring.yardsticks import GRADES, balance_value, efficiency_grade
from service.workflows.causes import fault_json
from service.workflows.score import scheme_key

Json = dict[str, Any]
PLACES = 6
#: The rung of the carbon ladder on which a balance value stands.
BALANCE_RUNG = 2


def solved_balance(library: Library, ruleset_id: str, intensity: Fraction, coefficient: Fraction) -> Json:
    """Return the balance value behind an enterprise's coefficient, and the series under which a bureau imports it.

    Raises `NotFound` for an unknown ruleset.
    """
    ruleset = find_ruleset(library, ruleset_id)
    found = balance_value(intensity, coefficient, ruleset)
    bound = {"bound": plain(ruleset.number("coefficient_bound"))}
    return {
        "ruleset": scheme_key(ruleset),
        "balance_value": plain(found, PLACES) if found is not None else None,
        "not_evaluable": [] if found is not None else [fault_json(Fault("balance.clipped", "", bound))],
        "formula": "BP = I / (1 - coefficient / slope)",
        "parameters": [parameter(ruleset, name) for name in ("intensity_coefficient", "coefficient_bound")],
        "import_as": sorted(balance_series(ruleset)),
        "reference_digest": library.digest,
    }


def balance_series(ruleset: Ruleset) -> set[str]:
    """Return the series of balance values that the ladders of a ruleset look for."""
    rungs = (rung for kind in ruleset.lines.values() for ladder in kind.ladders.values() for rung in ladder)
    return {term.series for rung in rungs if rung.rung == BALANCE_RUNG for term in rung.terms}


def graded_efficiency(library: Library, ruleset_id: str, intensity: Fraction, sector_mean: Fraction) -> Json:
    """Return an intensity over its sector's mean with its grade, which enters no class; raises `NotFound` as above."""
    ruleset = find_ruleset(library, ruleset_id)
    ratio = intensity / sector_mean
    return {
        "ruleset": scheme_key(ruleset),
        "ratio": plain(ratio, PLACES),
        "grade": efficiency_grade(ratio, ruleset),
        "formula": "K = L / mean L of the sector",
        "parameters": [parameter(ruleset, name) for name in GRADES],
        "enters_class": False,
        "reference_digest": library.digest,
    }


def parameter(ruleset: Ruleset, name: str) -> Json:
    """Return a number of the ruleset with what it rests on."""
    held = ruleset.parameters[name]
    return {"name": name, "value": plain(held.value), "basis": held.basis} | {
        "source": held.source,
        "clause": held.clause,
        "note": held.note,
    }
