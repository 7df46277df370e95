"""What the choice of methods left open: a tie that was broken, a subject that no method in force covers.

A kind that only the methods of other sectors or years know is refused with those methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from service.accounting import AccountingMethod, Methods
from service.activity import Submission
from service.errors import Fault, InvalidInput
from service.findings import Finding, Severity
from service.method_choice import LeftOpen


def opening_findings(submission: Submission, method: AccountingMethod, left: LeftOpen) -> tuple[Finding, ...]:
    """Say which methods would have served as well, and which subject of which lines is not accounted, and why."""
    return (*tie_findings(method, left), *untaken_findings(submission, left))


def tie_findings(method: AccountingMethod, left: LeftOpen) -> Iterator[Finding]:
    """Name the guides that govern the sector as closely; the caller may ask for one of them by `method`."""
    if left.tied:
        params = {"method": method.id, "others": ", ".join(left.tied)}
        yield Finding("method.tie_broken", Severity.INFO, "/sector", params)


def untaken_findings(submission: Submission, left: LeftOpen) -> Iterator[Finding]:
    """Say once for each kind and subject that its lines give nothing of it in this year."""
    first: dict[str, int] = {}
    for index, activity in enumerate(submission.activities):
        first.setdefault(activity.kind, index)
    for kind, index in first.items():
        for subject, methods in left.untaken.get(kind, {}).items():
            params = {"subject": subject, "kind": kind, "methods": methods, "year": str(submission.period.year)}
            params |= {"instead": left.on_request.get(subject, "") or "-"}
            yield Finding("subject.no_method_in_force", Severity.INFO, f"/activities/{index}", params)


@contextmanager
def refused_with_homes(submission: Submission, known: Methods) -> Iterator[None]:
    """Let the refusal of a kind name the methods of other sectors and years that know it, where there are any."""
    try:
        yield
    except InvalidInput as refused:
        raise InvalidInput(*(with_homes(fault, submission, known) for fault in refused.faults)) from refused


def with_homes(fault: Fault, submission: Submission, known: Methods) -> Fault:
    """Return a refused kind with its methods, their years and sectors; any other fault as it is."""
    if fault.code != "activity.kind_unknown":
        return fault
    kind = submission.activities[int(fault.pointer.split("/")[2])].kind
    homes = [f"{m.name_with_years} sector {' '.join(m.sectors)}" for m in known.methods if m.is_home_of(kind)]
    return (
        Fault("activity.kind_elsewhere", fault.pointer, {"kind": kind, "methods": "; ".join(homes)}) if homes else fault
    )
