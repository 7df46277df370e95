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
    details = {row.credit_code: orjson.loads(row.detail) for row in rows}
    by_code = {row.credit_code: row for row in rows}
    ranking = placed_among(rows, int(header["minimum_group"]))
    return canonical_json(
        {
            **header,
            "group_size": len(ranking.places),
            "items": [item(p, by_code[p.entrant.credit_code], details[p.entrant.credit_code]) for p in ranking.places],
            "unranked": [left_out(by_code[e.credit_code], details[e.credit_code]) for e in ranking.unranked],
            "benchmarks": benchmarks(list(details.values())),
        }
    )


def header_of(body: bytes) -> Json:
    """Return the header of a stored body."""
    read: Json = orjson.loads(body)
    return {name: value for name, value in read.items() if name not in PLACES}


def item(place: Place, row: FrozenScore, detail: Json) -> Json:
    """Return one place with the figures that order it and the reasons for them."""
    return {
        "rank": place.rank,
        "rank_interval": list(place.interval),
        "shared_by": place.shared_by,
        **{name: detail[name] for name in _FIGURES},
        "carbon": detail["carbon"]["value"],
        "pollutant": detail["pollutant"]["value"],
        **common(row, detail),
        "reasons": detail["reasons"],
    }


def left_out(row: FrozenScore, detail: Json) -> Json:
    """Return an enterprise without a place, and why."""
    return common(row, detail) | {"reasons": detail["unranked"]}


def common(row: FrozenScore, detail: Json) -> Json:
    """Return what every enterprise on a list shows: its class and the reports and log entry behind it."""
    return {
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
