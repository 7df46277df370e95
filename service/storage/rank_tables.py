"""Tables of ranks: derived from scores, replaced when scores change, and named by no log entry.

An entry is what a list shows of one enterprise-year and sector, with all that it is filtered and ordered by; it changes
when its score does. Its places change with everybody's scores, so they stand in a table of their own that is rewritten
whole, with one index.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy import Table as CoreTable

from service.scoring.placing import AREAS, PEERS
from service.storage.tables import Table

#: Columns that a list of an area is narrowed by; the nation needs none.
AREA_COLUMNS = {area: () if area == "nation" else (area,) for area in AREAS}
#: How many digits of GB/T 2260 an area has, and of GB/T 4754 the peers.
REGION_LEVELS = {"nation": 0, "province": 2, "city": 4, "county": 6}
SECTOR_LEVELS = {"division": 2, "industry_group": 3, "industry_class": 4}

COHORT = CoreTable(
    "rank_cohort",
    Table.metadata,
    Column("cohort", Integer, primary_key=True, autoincrement=False),
    Column("ruleset", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("reference_digest", Text, nullable=False),
    Column("computed_at", Text, nullable=False),
    Column("ranked_kinds", Text, nullable=False),
    Column("unranked_kinds", Text, nullable=False),
    UniqueConstraint("ruleset", "year", "synthetic"),
)

ENTRY = CoreTable(
    "rank_entry",
    Table.metadata,
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    Column("cohort", Integer, nullable=False),
    *(Column(name, Text, nullable=False) for name in ("credit_code", "sector", *AREAS[1:], *PEERS)),
    Column("kind", Integer, nullable=False),
    Column("sort_key", LargeBinary, nullable=False),
    *(Column(name, BigInteger) for name in ("conservative", "favourable", "higher_axis")),
    Column("anchors", LargeBinary, nullable=False),
    Column("item", LargeBinary, nullable=False),
    Column("dictionary", Integer, nullable=False),
    UniqueConstraint("cohort", "credit_code", "sector"),
)

_ORDERS = {"": ("sort_key",), "_kind": ("kind", "sort_key")}
#: Two orders of every list that can be asked for: area and peers narrow it, the sort key pages it. Where some kinds are
#: asked for, each is read in its own order and they are merged.
LIST_INDEXES = [
    Index(f"ix_rank_entry_{area}_{peers}{end}", *(ENTRY.c[n] for n in ("cohort", *columns, peers, *order)))
    for area, columns in AREA_COLUMNS.items()
    for peers in PEERS
    for end, order in _ORDERS.items()
]

PLACE = CoreTable(
    "rank_place",
    Table.metadata,
    Column("cohort", Integer, primary_key=True, autoincrement=False),
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    Column("places", LargeBinary, nullable=False),
)

ANCHOR = CoreTable(
    "rank_anchor",
    Table.metadata,
    Column("anchor", Integer, primary_key=True, autoincrement=False),
    Column("digest", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("digest"),
)

DICTIONARY = CoreTable(
    "rank_dictionary",
    Table.metadata,
    Column("dictionary", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

#: All that can be worked out again from the scores.
DERIVED = frozenset(table.name for table in (COHORT, ENTRY, PLACE, ANCHOR, DICTIONARY))


def beginning(text: str, digits: int | None) -> str:
    """The beginning of a code, empty for a code that is shorter; without `digits` the whole text."""
    if digits is None:
        return text
    return text[:digits] if len(text) >= digits else ""
