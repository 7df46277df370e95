"""A generating set that is registered otherwise than before: of the benchmarks that it had, the stricter one counts.

Class, kind and capacity of a set decide its benchmark, and whoever registers it anew chooses them. Until the bureau
finds that the change was declared (veto V10), a set is judged by the strictest of what it was and what it is. That is
our choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.scoring.axis import Anchors
from service.scoring.exact import plain
from service.scoring.footing import Footing
from service.scoring.inventory import ProductLine, Registration
from service.scoring.proof import LOAD
from service.scoring.result import Reason


def as_before(line: ProductLine) -> Iterator[ProductLine]:
    """The line as each of its earlier registrations would have it, its load at the capacity of that time."""
    for other in line.registered:
        share = line.capacity / other.capacity if line.capacity and other.capacity else 1
        yield replace(
            line, unit_class=other.unit_class, gb_key=other.gb_key, capacity=other.capacity,
            load_factor=None if line.load_factor is None else line.load_factor * share,
            witnesses={name: value * share if name == LOAD else value for name, value in line.witnesses.items()},
        )  # fmt: skip


def strictest(found: Footing, others: Sequence[Footing]) -> Footing:
    """The footing with the lowest of each anchor; footings in another unit or of another subject cannot be compared."""
    alike = [found, *(o for o in others if (o.subject, o.unit) == (found.subject, found.unit))]
    anchors = [footing.anchors for footing in alike]
    advanced = [a.advanced for a in anchors if a.advanced is not None]
    near_zero = [a.near_zero for a in anchors if a.near_zero is not None]
    lowest = Anchors(min(a.baseline for a in anchors), min(advanced, default=None), min(near_zero, default=None))
    cited = found.citations if lowest == found.anchors else tuple(c for footing in alike for c in footing.citations)
    return replace(found, anchors=lowest, citations=tuple(dict.fromkeys(cited)))


def said(line: ProductLine) -> tuple[Reason, ...]:
    """That a set is registered otherwise than before."""
    if not line.registered:
        return ()
    now = Registration(line.unit_class, line.gb_key, line.capacity)
    params = {"line": line.line_id, "now": _words(now), "before": ", ".join(map(_words, line.registered))}
    return (Reason("unit.registered_anew", params, line.line_id),)


def _words(registration: Registration) -> str:
    capacity = f"{plain(registration.capacity)} MW" if registration.capacity is not None else None
    return " ".join(filter(None, (registration.unit_class, registration.gb_key, capacity)))
