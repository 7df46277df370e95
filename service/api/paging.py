"""Lists in pages: at most 200 items, then a cursor that continues exactly where the page ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from typing import Annotated, Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from service.api import cursor as cursors

MAX_LIMIT: Final = 200
Item = TypeVar("Item")


class Query(BaseModel):
    """Root of all query models: a parameter that it does not know is refused."""

    model_config = ConfigDict(extra="forbid")


class Cursored(Query):
    """From where to go on in a list."""

    cursor: Annotated[str, Field(max_length=cursors.MAX_LENGTH)] | None = None

    def filters(self, operation: str) -> Mapping[str, Any]:
        """What a cursor of this list belongs to."""
        return {"operation": operation, **self.model_dump(mode="json", exclude={"limit", "cursor"})}

    def after(self, key: bytes, operation: str) -> cursors.Position | None:
        """Where the page before ended; raises `InvalidInput` for a cursor of another list."""
        return None if self.cursor is None else cursors.decode(key, self.filters(operation), self.cursor)

    def next_cursor(self, key: bytes, operation: str, position: cursors.Position | None) -> str | None:
        """The cursor for what follows `position`; None after the last page."""
        return None if position is None else cursors.encode(key, self.filters(operation), position)


class PageQuery(Cursored):
    """How much of a list, and from where."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = 50


def page_of(
    items: Sequence[Item], identify: Callable[[Item], str], query: PageQuery, key: bytes, operation: str
) -> tuple[Sequence[Item], str | None]:
    """One page of a list in memory that is sorted by what `identify` gives, and the cursor of the next one."""
    position = query.after(key, operation)
    after = str(position[0]) if position else ""
    following = (item for item in items if identify(item) > after)
    taken = list(islice(following, query.limit + 1))
    shown = taken[: query.limit]
    more = len(taken) > query.limit
    return shown, query.next_cursor(key, operation, [identify(shown[-1])] if more else None)
