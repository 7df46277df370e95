"""Checks on what a fuel is said to be."""

from __future__ import annotations

from collections.abc import Iterator

from service.activity import ActivityRecord
from service.checks.case import Case

Hits = Iterator[tuple[str, dict[str, str]]]
BURNT, LIVING = "fuel_combustion", "biomass"


def biomass_shown(case: Case) -> Hits:
    """PW-44: fuel of living origin names the evidence of its purchase and the laboratory report of its analysis."""
    known = case.library.documents["fuels/materials.yaml"]
    for position, fuel in enumerate(case.submission.activities):
        living = fuel.material is not None and known.get(fuel.material, {}).get("class") == LIVING
        if fuel.kind == BURNT and living and fuel.quantity.exact() > 0 and not is_proven(fuel):
            yield f"/activities/{position}", {"material": fuel.material or ""}


def is_proven(fuel: ActivityRecord) -> bool:
    """Say whether a fuel names evidence of its purchase and an analysis."""
    return bool(fuel.evidence) and bool(fuel.laboratory_report)
