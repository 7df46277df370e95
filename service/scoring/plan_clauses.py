"""Where the clauses of each plan stand in the table of mechanisms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from service.reference import Library
from service.scoring.document import Node

CLAUSES, MECHANISMS = "plans/mechanism_clauses.yaml", "plans/mechanisms.csv"


@lru_cache(maxsize=8)
def clause_columns(library: Library) -> Mapping[str, str]:
    """Column by plan; ReferenceDataError for a plan without a source, or a column that the table does not have."""
    root = Node(library.documents[CLAUSES], CLAUSES)
    node = root.child("columns")
    columns = {plan: node.text(plan) for plan in node.names()}
    known = set(library.records[MECHANISMS][0]) if library.records[MECHANISMS] else set()
    for plan, column in columns.items():
        if plan not in library.sources or column not in known:
            raise node.fault("word_unknown", plan)
    root.finish()
    return columns
