"""Tables of parks, beside those of `tables`, whose rules they keep: insert-only, days and instants as text."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Text
from sqlalchemy import Table as CoreTable

from service.storage.tables import Table

# On SQLite only a primary key of type INTEGER is the row id itself.
_LOG_NUMBER = BigInteger().with_variant(Integer(), "sqlite")


def _table(name: str, columns: tuple[str, ...], indexed: frozenset[str]) -> CoreTable:
    number: Column[int] = Column("seq", _LOG_NUMBER, primary_key=True, autoincrement=False)
    texts = (Column(column, Text, nullable=False, index=column in indexed or None) for column in columns)
    return CoreTable(name, Table.metadata, number, *texts)


#: The register; the newest row of a park counts.
PARK = _table("park", ("park", "name_zh", "name_en", "region", "decided_by", "decided_at"), frozenset({"park"}))

#: `park` is empty where a site belongs to none from `starts` on.
ASSIGNMENT = _table(
    "park_assignment",
    (
        *("permit_code", "credit_code", "park", "starts", "reason", "evidence"),
        *("region", "decided_by", "decided_at"),
    ),
    frozenset({"permit_code", "credit_code", "park"}),
)
