"""From pointers under the library's own names to pointers into what was sent, where a sender spells them otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from service.errors import Fault, Rejected
from service.findings import Finding

Spelled = Mapping[str, str]


@contextmanager
def refused_as_sent(spelled: Spelled) -> Iterator[None]:
    """Let a refusal point to the names that were sent."""
    try:
        yield
    except Rejected as refused:
        if not spelled:
            raise
        faults = (Fault(f.code, spelled.get(f.pointer, f.pointer), f.params) for f in refused.faults)
        raise type(refused)(*faults) from refused


def found_as_sent(findings: Iterable[Finding], spelled: Spelled) -> tuple[Finding, ...]:
    """Return findings that point to the names that were sent."""
    if not spelled:
        return tuple(findings)
    return tuple(replace(finding, pointer=spelled.get(finding.pointer, finding.pointer)) for finding in findings)
