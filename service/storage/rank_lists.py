"""Lists of ranks beside the scores under them, in one snapshot: everybody's place in a year, and who stands above whom.

A page of a ranking is read by `service.storage.ranks`, a statement at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from service.scoring.placing import PLACE_BYTES, Standing, offset, standings
from service.scoring.ranking import UNRANKED, order_key
from service.storage import ranks
from service.storage.lookups import fetch, read
from service.storage.ranks import Cohort, RankList
from service.storage.scores import Of

#: What `Store.read` gives, by a name for those who know no SQL.
Snapshot = Session


class Stood(NamedTuple):
    """Where one enterprise and sector stands in a list; figures in micro-units, they and the place None for the
    unranked. `kind` is of `scoring.eligibility`.
    """

    credit_code: str
    sector: str
    kind: int
    conservative: int | None
    higher_axis: int | None
    place: bytes | None

    @property
    def of(self) -> Of:
        """Whose row it is."""
        return self.credit_code, self.sector

    @property
    def standing(self) -> Standing | None:
        """The place."""
        return next(standings(self.place)) if self.place is not None else None

    @property
    def key(self) -> tuple[int, int]:
        """What orders it."""
        return self.conservative or 0, self.higher_axis or 0


def cohort_of(session: Snapshot, ruleset: str, year: int, *, synthetic: bool) -> Cohort | None:
    """The ranks as they stand in the session's snapshot; None where none were made."""
    connection = session.connection()
    return read(connection, ranks.cohort_of(connection.engine, ruleset, year, synthetic=synthetic))


def whole_list(session: Snapshot, wanted: RankList) -> Sequence[Stood]:
    """Every row of a list, in no order."""
    return _fetched(session, wanted, "", {})


def rows_of(session: Snapshot, wanted: RankList, credit_code: str, sector: str) -> Sequence[Stood]:
    """The row of an enterprise and sector, if the list has it."""
    same = "AND credit_code = :of_enterprise AND sector = :of_sector"
    return _fetched(session, wanted, same, {"of_enterprise": credit_code, "of_sector": sector})


def first_of(session: Snapshot, wanted: RankList) -> Stood | None:
    """Who stands first; None where a list ranks nobody."""
    found = _fetched(session, wanted, "AND sort_key < :until ORDER BY sort_key LIMIT 1", {"until": UNRANKED})
    return next(iter(found), None)


def next_above(session: Snapshot, wanted: RankList, key: tuple[int, int]) -> Stood | None:
    """The last of those whose figures are better than these; None at the top."""
    better = "AND sort_key < :until ORDER BY sort_key DESC LIMIT 1"
    return next(iter(_fetched(session, wanted, better, {"until": order_key(*key)})), None)


def _fetched(session: Snapshot, wanted: RankList, condition: str, values: dict[str, str | bytes]) -> Sequence[Stood]:
    same = " AND ".join(f"{column} = :{column}" for column in ("cohort", *wanted.values))
    place = f"substr(places, {offset(wanted.area, wanted.peers) + 1}, {PLACE_BYTES})"
    columns = f"credit_code, sector, kind, conservative, higher_axis, {place}"
    found = f"SELECT {columns} FROM rank_entry LEFT JOIN rank_place USING (cohort, entry) WHERE {same} {condition}"  # noqa: S608 - our names
    bound = {**wanted.values, **values, "cohort": wanted.cohort.cohort}
    return [Stood._make(row) for row in fetch(session.connection(), found, bound)]
