"""Ask for rankings as a regulator does, and show each place with its reason."""

from __future__ import annotations

import json
from collections.abc import Mapping

from service.demo.client import Client
from service.demo.plant import Json

RULESET = "DNZ-1"


def ranking(
    client: Client, key: str, labels: Mapping[str, str], *, year: int, region: str, sector: str, synthetic: bool
) -> Json:
    """Bring the scores of a group up to date and return its whole ranking; rows are named by their labels."""
    query = {"ruleset": RULESET, "year": str(year), "region": region, "sector": sector}
    client.post("/v1/scores", {**query, "year": year}, key).expected()
    asked = query | {"synthetic": "true" if synthetic else "false"}
    pages = list(client.pages("/v1/rankings", key, asked))
    items = [_named(item, labels, synthetic) for page in pages for item in page["items"]]
    return {
        "query": asked,
        "synthetic": synthetic,
        "publishable": pages[0]["publishable"],
        "items": items,
        "unranked": [_named(entry, labels, synthetic) for page in pages for entry in page["unranked"]],
        "benchmarks": cited(pages),
        "reference_digest": pages[0]["reference_digest"],
    }


def cited(pages: list[Json]) -> list[Json]:
    """Return what any page cites, once."""
    seen: dict[str, Json] = {}
    for page in pages:
        for anchor in page["benchmarks"]:
            seen.setdefault(json.dumps(anchor, sort_keys=True), anchor)
    return [seen[key] for key in sorted(seen)]


def _named(entry: Json, labels: Mapping[str, str], synthetic: bool) -> Json:
    return {"label": labels[entry["enterprise"]], "synthetic": synthetic, **entry}
