"""What every answer under a ruleset says of its parts: which rest on a document, and which are choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson

from service.reference import Library
from service.scoring.pilot_reader import find_pilot_ruleset, read_pilot_ruleset
from service.scoring.rules import plan_rules_of, rules_of
from service.scoring.ruleset_reader import find_document, find_ruleset, read_ruleset

Json = dict[str, Any]


@lru_cache(maxsize=64)
def rules(library: Library, ruleset_id: str) -> tuple[Json, ...]:
    """Return the parts of a scheme; of a plan's criteria, and those of the scheme that they rest on.

    Raises `NotFound` for an unknown ruleset.
    """
    scheme = rules_of(find_ruleset(library, ruleset_id))
    if find_document(library, ruleset_id)[1].get("kind") != "pilot":
        return tuple(scheme)
    return (*plan_rules_of(find_pilot_ruleset(library, ruleset_id)), *scheme)


@lru_cache(maxsize=64)
def rules_text(library: Library, ruleset_id: str) -> bytes:
    """Return the same as JSON, for a list that is often asked for."""
    return orjson.dumps(rules(library, ruleset_id))


def rules_behind(library: Library, asked: str, scores: Iterable[Json]) -> Sequence[Json]:
    """Return the parts behind stored scores: of the version asked for, which a past score keeps with itself."""
    ruleset_id, _, version = asked.partition("@")
    if version in ("", str(find_document(library, ruleset_id)[1]["version"])):
        return rules(library, ruleset_id)
    kept = {choice["name"]: choice for score in scores for choice in score["choices"]}
    names = ("value", "basis", "source", "clause")
    return [
        {"part": f"parameter.{name}", "zh": None, "en": None} | {each: choice[each] for each in names}
        for name, choice in kept.items()
    ]


def rules_in(document: Mapping[str, object], file: str) -> list[Json]:
    """Return the parts of a ruleset that is handed in; raises `ReferenceDataError` for what cannot be read."""
    if document.get("kind") == "pilot":
        return plan_rules_of(read_pilot_ruleset(document, file))
    return rules_of(read_ruleset(document, file))


def grounds(library: Library, ruleset_id: str) -> Json:
    """Return what an answer rests on: the rules of its ruleset and the digest of the library."""
    return {"rules": rules(library, ruleset_id), "reference_digest": library.digest}
