"""Stored scores narrowed as rankings narrow theirs: by the process of all lines, and by the park in the year.

Comparisons, explanations, publications and synergy are asked with the same words, so that places agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import orjson

from service.errors import Fault, InvalidInput, NotFound
from service.reference import Library
from service.scoring.ruleset_reader import find_ruleset
from service.storage.parks import Reported, in_park, park_entries
from service.storage.session import Store
from service.workflows.rank_rebuild import SEVERAL, process_of


class Stored(Reported, Protocol):
    """A stored score, as it stands now or stood then."""

    @property
    def detail(self) -> bytes: ...


Row = TypeVar("Row", bound=Stored)


@dataclass(frozen=True, slots=True)
class Among:
    """Among whom places are counted, within region and sector; None asks for all."""

    process: str | None = None
    park: str | None = None

    @property
    def named(self) -> dict[str, str | None]:
        """What an answer says of it."""
        return {"process": self.process, "park": self.park}

    def of(self, store: Store, rows: Sequence[Row], year: int, as_of: int | None = None) -> Sequence[Row]:
        """Return those rows of a year that belong; parks as they were logged up to `as_of` where given."""
        kept = [row for row in rows if self.process in (None, process_of(orjson.loads(row.detail)))]
        if self.park is None:
            return kept
        with store.read() as session:
            inside = in_park(session, self.park, year, kept, as_of)
        return [row for row in kept if (row.credit_code, row.sector) in inside]


#: All of region and sector.
EVERYBODY = Among()


def require_known(store: Store, library: Library, ruleset_id: str, among: Among, pointer: str = "/query") -> None:
    """Raise `NotFound` for a park that is not registered, `InvalidInput` for a process that the ruleset has none of."""
    if among.park is not None:
        with store.read() as session:
            if not park_entries(session, among.park):
                raise NotFound(code="park.not_found", pointer=f"{pointer}/park")
    known = (*sorted(find_ruleset(library, ruleset_id).lines), SEVERAL)
    if among.process is not None and among.process not in known:
        raise InvalidInput(Fault("ranking.process", f"{pointer}/process", {"expected": ", ".join(known)}))
