"""The bytes of a published ranking: a header that is stored with it, and places that follow from score rows alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from service.ledger import canonical_json
from service.scoring.ranking import Place
from service.storage.publications import FrozenScore
from service.workflows.places import placed_among

Json = dict[str, Any]
#: What is worked out from score rows; all else in a body is its header.
PLACES = ("items", "unranked", "benchmarks", "group_size")
_FIGURES = ("index", "conservative_index", "favourable_index", "rank_key", "rank_bounds", "eligible", "lowest_trust")


def body_of(header: Mapping[str, Any], rows: Sequence[FrozenScore]) -> bytes:
    """Return the canonical JSON of a ranking: the header with the places of the rows."""
    scope_sector = str(header["sector"])
    shown = {(row.credit_code, row.sector): (row, orjson.loads(row.detail), scope_sector) for row in rows}
    ranking = placed_among(rows)
    return canonical_json(
        {
            **header,
            "group_size": len(ranking.places),
            "items": [item(place, *shown[place.entrant.of]) for place in ranking.places],
            "unranked": [left_out(*shown[entrant.of]) for entrant in ranking.unranked],
            "benchmarks": benchmarks([detail for _, detail, _ in shown.values()]),
        }
    )


def header_of(body: bytes) -> Json:
    """Return the header of a stored body."""
    read: Json = orjson.loads(body)
    return {name: value for name, value in read.items() if name not in PLACES}


def item(place: Place, row: FrozenScore, detail: Json, scope_sector: str) -> Json:
    """Return one place with the figures that order it and the reasons for them."""
    return {
        "rank": place.rank,
        "rank_interval": list(place.interval),
        "shared_by": place.shared_by,
        **{name: detail[name] for name in _FIGURES},
        "carbon": detail["carbon"]["value"],
        "pollutant": detail["pollutant"]["value"],
        **common(row, detail, scope_sector),
        "reasons": detail["reasons"],
    }


def left_out(row: FrozenScore, detail: Json, scope_sector: str) -> Json:
    """Return an enterprise without a place, and why."""
    return common(row, detail, scope_sector) | {"reasons": detail["unranked"]}


def common(row: FrozenScore, detail: Json, scope_sector: str) -> Json:
    """Return what every enterprise on a list shows: its class and the reports and log entry behind it.

    Its sector where the list is wider than one class of GB/T 4754; a list of one class says it once, at its head.
    """
    sector = {} if row.sector == scope_sector else {"sector": row.sector}
    return sector | {
        "enterprise": row.credit_code,
        "region": row.region,
        "class": detail["class"],
        "reports": [[report_id, str(version)] for report_id, version in row.reports],
        "score_sequence": row.seq,
    }


def benchmarks(details: Sequence[Json]) -> list[Json]:
    """Return every anchor that the scores rest on, once, with its citation and whether a document gives it."""
    found: dict[bytes, Json] = {}
    for detail in details:
        for anchor in detail["anchors"]:
            shown = {name: value for name, value in anchor.items() if name != "line"}
            found.setdefault(canonical_json(shown), shown)
    return [found[key] for key in sorted(found)]
