"""Checks on what an enterprise states of itself and what may relax the level that it is judged by."""

from __future__ import annotations

from collections.abc import Iterator

from service.checks.case import Case, printed

Hits = Iterator[tuple[str, dict[str, str]]]


def conditions_to_verify(case: Case) -> Hits:
    """GN-32: what nothing but the enterprise's word shows is named to the bureau, which vouches for it by accepting."""
    names = case.thresholds["conditions_to_verify"]["names"]
    for position, made in enumerate(case.submission.production):
        if made.product in names:
            yield f"/production/{position}", {"condition": made.product, "told": printed(made.quantity)}


def carbonates_without_a_unit(case: Case) -> Hits:
    """GN-33: where other lines name their unit, what is told without one as a carbonate counts without energy."""
    activities = case.submission.activities
    if any(activity.unit_id for activity in activities):
        for position, activity in enumerate(activities):
            if activity.unit_id is None and activity.kind in case.thresholds["carbonates_to_verify"]["kinds"]:
                yield f"/activities/{position}", {"kind": activity.kind, "told": printed(activity.quantity)}
