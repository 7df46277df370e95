"""Certificates of green power that a report spends: each is named once, and no other report may name it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.activity import ActivityRecord
from service.errors import Fault, InvalidInput
from service.records import CertificateUse
from service.storage.changes import UnspentCertificates

#: The kind of evidence that is used up by being named, as in `green_certificate:NUMBER`.
SPENT_BY_NAMING = "green_certificate"


def spent_certificates(
    report_id: str, activities: Sequence[ActivityRecord], at: str = ""
) -> tuple[tuple[CertificateUse, ...], tuple[UnspentCertificates, ...]]:
    """Return what a report spends, and the guard that nobody else has spent it; both empty without certificates.

    The guard, which speaks when all else is done, names places below `at`.
    Raises `InvalidInput` (`certificate.repeated`) where the report itself names one twice.
    """
    named = list(_named(activities))
    pointers: dict[str, str] = {}
    repeated: list[Fault] = []
    for number, _, pointer in named:
        if pointers.setdefault(number, pointer) != pointer:
            params = {"certificate": number, "first": pointers[number]}
            repeated.append(Fault("certificate.repeated", pointer, params))
    if repeated:
        raise InvalidInput(*repeated)
    uses = tuple(CertificateUse(number, activity_id) for number, activity_id, _ in named)
    guard = UnspentCertificates(report_id, {number: at + pointer for number, pointer in pointers.items()})
    return uses, (guard,) if pointers else ()


def _named(activities: Sequence[ActivityRecord]) -> Iterator[tuple[str, str, str]]:
    """Yield each certificate's number as compared (no spaces, capitals), the activity that names it, and where."""
    for i, activity in enumerate(activities):
        for k, reference in enumerate(activity.evidence):
            kind, _, number = reference.partition(":")
            plain = "".join(number.split()).upper()
            if kind.strip() == SPENT_BY_NAMING and plain:
                yield plain, activity.id, f"/activities/{i}/evidence/{k}"
