"""Freeze the statistics of verified peers, once per ruleset version, year and sector: anchors do not drift.

The statistics live in the log itself: dated, chained and signed, and never overwritten. A sector whose peers are not
frozen for a year has no peer anchors in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from service.errors import Conflict, Forbidden
from service.factors import FactorSet
from service.records import Principal, Role
from service.reference import Library
from service.scoring.inventory import Inventory
from service.scoring.peers import PeerGroup, Peers, PeerStatistic, freeze
from service.scoring.ruleset import Ruleset
from service.scoring.sampling import samples
from service.storage.changes import Change, LogDraft
from service.storage.ledger_rows import latest_of
from service.storage.session import Store

KIND = "peers.frozen"
Json = dict[str, Any]


def frozen_peers(store: Store, scheme: str, year: int, sector: str) -> tuple[Peers, int]:
    """Return the frozen statistics and the number of the log entry that holds them; none and 0 before freezing."""
    with store.read() as session:
        entry = latest_of(session, KIND, subject_of(scheme, year, sector))
    if entry is None:
        return (), 0
    return tuple(read_statistic(s, year) for s in json.loads(entry.body)["statistics"]), entry.seq


def require_unfrozen(store: Store, principal: Principal, scheme: str, year: int, sector: str) -> None:
    """Raise `Forbidden` for anyone but an administrator and `Conflict` where the peers are frozen already."""
    if principal.role is not Role.administrator:
        raise Forbidden(code="peers.administrator")
    if frozen_peers(store, scheme, year, sector)[1]:
        raise Conflict(code="peers.frozen")


def freeze_peers(
    store: Store,
    library: Library,
    ruleset: Ruleset,
    scheme: str,
    year: int,
    sector: str,
    inventories: Sequence[Inventory],
) -> int:
    """Freeze the peers of a sector and year from all accepted inventories; returns how many groups there are.

    Ask `require_unfrozen` first: it costs nothing, and gathering the inventories does.
    """
    factors = FactorSet(library, ruleset.anchor_trust, ruleset.accept_draft)
    drawn = [sample for inventory in inventories for sample in samples(inventory, ruleset, factors)]
    statistics = freeze(drawn, datetime.now(UTC).date())
    body = {"statistics": [statistic_json(s) for s in statistics]}
    store.writer.submit(Change(log=(LogDraft(KIND, subject_of(scheme, year, sector), body),))).result()
    return len(statistics)


def subject_of(scheme: str, year: int, sector: str) -> str:
    """Name what is frozen."""
    return f"{scheme} {year} {sector}"


def statistic_json(statistic: PeerStatistic) -> Json:
    """Return a statistic with exact values."""
    group = statistic.group
    return {
        "line_kind": group.line_kind,
        "unit_class": group.unit_class,
        "measure": group.measure,
        "synthetic": group.synthetic,
        "count": statistic.count,
        "best_decile": str(statistic.best_decile),
        "median": str(statistic.median),
        "frozen_on": statistic.frozen_on.isoformat(),
    }


def read_statistic(stored: Json, year: int) -> PeerStatistic:
    """Return a stored statistic."""
    group = PeerGroup(stored["line_kind"], stored["unit_class"], stored["measure"], year, stored["synthetic"])
    return PeerStatistic(
        group,
        stored["count"],
        Fraction(stored["best_decile"]),
        Fraction(stored["median"]),
        date.fromisoformat(stored["frozen_on"]),
    )
