"""Publish a ranking: frozen and open to objections first, then final; each stage numbered, logged and signed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.acts import Objection, ObjectionRuling, Publication, PublicationStage, Ruling, Scope
from service.errors import Conflict, NotFound
from service.ledger import instant_text
from service.records import Principal
from service.reference import Library
from service.requests.acts import PublicationRequest, read_final, read_publication
from service.scoring.render import choices
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.changes import Change, IdempotencyDraft, LogDraft, Receipt, SettledPublication
from service.storage.publications import (
    FrozenScore,
    count_of,
    log_number,
    objections,
    publication,
    scores_as_of,
)
from service.storage.session import Store
from service.workflows.among import belonging, require_known
from service.workflows.directory import visible_region
from service.workflows.publication_body import body_of, header_of
from service.workflows.rules import grounds
from service.workflows.score import scheme_key

Json = dict[str, Any]
#: The region of a number that is about all provinces.
NATION = "CN"


def publish(store: Store, library: Library, principal: Principal, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Freeze the current scores of a group as a provisional ranking, and open the time for objections.

    Raises `NotFound` outside the regulator's region, `Conflict` where there is nothing, or too little, to publish.
    """
    require(principal, Action.evaluate)
    request = read_publication(raw)
    ruleset = find_ruleset(library, request.ruleset)
    scope = scope_of(request, visible_region(principal, request.region, "/region"))
    require_known(store, library, scope, "")
    scope = replace(scope, ruleset=scheme_key(ruleset))
    with store.read() as session:
        as_of, ordinal = log_number(session), 1 + count_of(session, scope)
        scored = scores_as_of(session, scope, as_of)
    rows = belonging(store, scored, scope, as_of)
    at = store.now()
    closes_at = at + timedelta(days=int(ruleset.number("objection_days")))
    number = number_of(ruleset, scope, ordinal)
    header = provisional_header(number, scope, ruleset, library, as_of, (at, closes_at))
    body = body_of(header, rows)
    require_group(body, int(ruleset.number("minimum_group")))
    frozen = Publication(
        number, PublicationStage.provisional, scope, ordinal, as_of, closes_at, principal.key_id, at, body
    )
    return store.writer.submit(recorded(frozen, principal, raw, idempotency_key, ()))


def scope_of(request: PublicationRequest, region: str) -> Scope:
    """Return whom a ranking is about."""
    among = request.synthetic, request.process, request.park
    return Scope(request.ruleset, request.year, region, request.sector, *among)


def require_scope(principal: Principal, scope: Scope) -> None:
    """Raise `NotFound` where the scope does not lie within the caller's region."""
    if principal.region is not None and not region_contains(principal.region, scope.region):
        raise NotFound


def number_of(ruleset: Ruleset, scope: Scope, ordinal: int) -> str:
    """Return the number: ruleset and version, year, region (CN for the nation), sector, process and park if there are,
    S for synthetic, and which one of this region and sector it is.
    """
    named, region = f"{ruleset.id}-v{ruleset.version}", scope.region or NATION
    narrowed = (word.replace("_", ".") for word in (scope.process, scope.park) if word)
    parts = (named, str(scope.year), region, scope.sector, *narrowed, *(("S",) if scope.synthetic else ()))
    return "-".join((*parts, str(ordinal)))


def provisional_header(
    number: str, scope: Scope, ruleset: Ruleset, library: Library, as_of: int, times: tuple[datetime, datetime]
) -> Json:
    """Return what a provisional ranking says about itself."""
    return {
        "number": number,
        "stage": PublicationStage.provisional.value,
        "ruleset": scope.ruleset,
        "year": scope.year,
        "region": scope.region,
        "sector": scope.sector,
        "process": scope.process,
        "park": scope.park,
        "synthetic": scope.synthetic,
        "as_of": as_of,
        "published_at": instant_text(times[0]),
        "objections_until": instant_text(times[1]),
        "public": ruleset.number("provisional_public") == 1,
        "minimum_group": int(ruleset.number("minimum_group")),
        "choices": choices(ruleset),
        **grounds(library, ruleset.id),
        "provisional": None,
        "objections": [],
    }


def require_group(body: bytes, minimum: int) -> None:
    """Raise `Conflict` for a group with nobody in it, or too few to be published."""
    read = orjson.loads(body)
    if not read["items"] and not read["unranked"]:
        raise Conflict(code="publication.nothing")
    if read["group_size"] < minimum:
        raise Conflict(code="publication.small_group", minimum=str(minimum))


def finalise(store: Store, principal: Principal, number: str, raw: bytes, idempotency_key: str) -> Future[Receipt]:
    """Make a number final: its frozen scores, with the newest one of each enterprise whose objection was upheld.

    Raises `NotFound` outside the caller's region, `Conflict` while objections may come or have no ruling, and where it
    is final already.
    """
    require(principal, Action.evaluate)
    reason = read_final(raw).reason
    with store.read() as session:
        provisional = publication(session, number, PublicationStage.provisional)
        if provisional is None:
            raise NotFound
        require_scope(principal, provisional.scope)
        filed = objections(session, number)
        as_of = log_number(session)
    at = store.now()
    header = final_header(provisional, filed, as_of, at, reason)
    body = body_of(header, rows_of(store, provisional, header))
    final = replace(
        provisional, stage=PublicationStage.final, as_of=as_of, published_by=principal.key_id, published_at=at,
        body=body, seq=0,
    )  # fmt: skip
    guard = SettledPublication(number, provisional.closes_at)
    return store.writer.submit(recorded(final, principal, raw, idempotency_key, (guard,)))


def final_header(
    provisional: Publication,
    filed: Sequence[tuple[Objection, ObjectionRuling | None]],
    as_of: int,
    at: datetime,
    reason: str,
) -> Json:
    """Return what a final ranking says about itself: the provisional one it came from and what was objected."""
    return header_of(provisional.body) | {
        "stage": PublicationStage.final.value,
        "as_of": as_of,
        "published_at": instant_text(at),
        "public": True,
        "reason": reason,
        "provisional": {
            "sequence": provisional.seq,
            "as_of": provisional.as_of,
            "digest": hashlib.sha256(provisional.body).hexdigest(),
        },
        "objections": [
            {
                "objection": objection.objection_id,
                "enterprise": objection.credit_code,
                "ruling": ruling.ruling.value if ruling else None,
                "reason": ruling.reason if ruling else None,
            }
            for objection, ruling in filed
        ],
    }


def rows_of(store: Store, frozen: Publication, header: Mapping[str, Any]) -> Sequence[FrozenScore]:
    """Return the score rows that a header speaks of: all as of the provisional stage, the upheld as of the final."""
    before = header["provisional"]
    first = before["as_of"] if before is not None else header["as_of"]
    upheld = {o["enterprise"] for o in header["objections"] if o["ruling"] == Ruling.upheld.value}
    scope, last = replace(frozen.scope, process=header.get("process"), park=header.get("park")), header["as_of"]
    with store.read() as session:
        scored = [row for row in scores_as_of(session, scope, first) if row.credit_code not in upheld]
        again = [row for code in sorted(upheld) for row in scores_as_of(session, scope, last, code)]
    rows = (*belonging(store, scored, scope, first), *belonging(store, again, scope, last))
    return sorted(rows, key=lambda row: row.credit_code)


def rebuild(store: Store, frozen: Publication) -> bytes:
    """Work a published ranking out again from its header and the score rows: the same bytes, or it was touched."""
    header = header_of(frozen.body)
    return body_of(header, rows_of(store, frozen, header))


def recorded(
    frozen: Publication, principal: Principal, raw: bytes, idempotency_key: str, guards: tuple[SettledPublication, ...]
) -> Change:
    """Return the change that stores one stage, its digest in the log; the answer is the receipt."""
    digest = hashlib.sha256(frozen.body).hexdigest()
    told = {"number": frozen.number, "stage": frozen.stage.value, "digest": digest}
    times = {"objections_until": frozen.closes_at.isoformat(), "published_at": frozen.published_at.isoformat()}

    def encode(receipt: Receipt) -> bytes:
        return orjson.dumps(told | times | {"sequence": receipt.seq, "hash": receipt.hash})

    scope = f"{principal.key_id} publish {frozen.number if guards else ''}"
    return Change(
        log=(LogDraft(f"ranking.{frozen.stage.value}", frozen.number, {"digest": digest, "as_of": frozen.as_of}),),
        acts=(frozen,),
        guards=guards,
        idempotency=IdempotencyDraft(scope, idempotency_key, hashlib.sha256(raw).hexdigest(), encode),
    )
