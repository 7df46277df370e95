"""`nearzero check-reference`: read the whole library strictly and say what is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from service.cli.output import JsonFlag, show
from service.reference import Library, load_library


def check_reference(as_json: JsonFlag = False) -> None:
    """Read and check all reference data 检查参考数据."""
    show(health(load_library()), as_json)


def health(library: Library) -> dict[str, Any]:
    """Return counts of what the library holds; reading it has refused anything unsourced, undated or malformed."""
    entries = library.entries.values()
    return {
        "digest": library.digest,
        "entries": len(library.entries),
        "series": len(library.series),
        "sources": len(library.sources),
        "documents": len(library.documents),
        "usable": sum(entry.usable for entry in entries),
        "by_table": counts(entry.table.file for entry in entries),
        "by_trust": counts(entry.trust.value for entry in entries),
        "by_status": counts(entry.status for entry in entries),
        "by_year": counts(str(entry.valid_from.year) for entry in entries),
        "oldest_check": min((entry.checked.isoformat() for entry in entries), default=None),
        "left_out": counts(row["reason"] for row in library.records.get("left_out.csv", ())),
    }


def counts(words: Iterable[str]) -> dict[str, int]:
    """Return how often each word occurs, in order of the words."""
    return dict(sorted(Counter(words).items()))
