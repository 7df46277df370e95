"""Overlays: a bureau proposes rows for a table, sees what they would change, and a second person decides."""

from __future__ import annotations

import hashlib
import secrets
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from service.access import Action, governs, require, sees
from service.errors import Conflict, Fault, Forbidden, InvalidInput, NotFound, ReferenceDataError
from service.messages import message
from service.overlay_records import OverlayDecision, OverlayRow, OverlayState
from service.records import Principal
from service.reference import Library, load_library
from service.reference.changes import Difference
from service.reference.entries import COLUMNS, REQUIRED
from service.reference.formats import Format, read_rows
from service.reference.proposals import Judged, Refusal, applied, judge
from service.reference.reader import Located, read_document, read_table
from service.storage.changes import Change, IdempotencyDraft, LibraryUnmoved, LogDraft, OverlayStands, Receipt
from service.storage.overlays import DecidedOverlay, approved_overlays, last_move, overlay_by_id, overlays
from service.storage.session import Store
from service.workflows.library import composed, current, edition_of, keep_edition
from service.workflows.reference_diff import changes_json
from service.workflows.reference_impact import Scope, impact

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in: the file, the table that it is for, and the documents that it brings along, as YAML."""

    content: bytes
    file: str
    form: Format
    table: str
    source: str = ""
    documents: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Previewed:
    """A judged proposal and what it would change; `after` is empty where anything is refused."""

    judged: Judged
    after: Library | None
    answer: Json


def preview(store: Store, library: Library, handed: Handed, scope: Scope) -> Previewed:
    """Judge what is handed in and calculate what it would change; nothing is stored.

    Raises `ReferenceDataError` for a file that cannot be read at all; rows that break a rule stand under `refused`.
    """
    rows = read_rows(handed.content, handed.file, handed.form, handed.source)
    documents = read_document(handed.documents, "sources") if handed.documents.strip() else Located(1)
    judged = judge(library, handed.table, rows, documents)
    refused = list(judged.refused)
    after = None if refused else applied(library, judged)
    if isinstance(after, Refusal):
        refused, after = [after], None
    answer: Json = {
        "table": handed.table,
        "rows": len(rows),
        "sources": sorted(documents),
        "from": library.digest,
        "to": after.digest if after else None,
        "refused": [refusal_json(refusal) for refusal in refused],
    }
    if after is None:
        answer |= {"changes": None, "files": None, "impact": None}
    else:
        difference = Difference(library, after)
        answer |= changes_json(difference) | {"impact": impact(store, difference, scope)}
    return Previewed(judged, after, answer)


def refusal_json(refusal: Refusal) -> Json:
    """Return why a row is refused, in both languages."""
    chinese, english = message(refusal.code, {"file": refusal.file, "line": str(refusal.line)})
    texts = {"zh": chinese, "en": english}
    return {"code": refusal.code, "line": refusal.line, "detail": refusal.detail, "message": texts}


def propose(
    store: Store, principal: Principal, handed: Handed, idempotency_key: str, scope: Scope | None = None
) -> Future[Receipt]:
    """Lodge a proposal with its preview; it counts for nothing before it is approved.

    Raises `Forbidden`, and `InvalidInput` with a fault for each row that is refused.
    """
    require(principal, Action.propose)
    library = current(store, load_library())[1]
    keep_edition(store, library)
    try:
        previewed = preview(store, library, handed, scope or Scope())
    except ReferenceDataError as error:
        raise InvalidInput(Fault(error.reason, "/content", place(handed, error.line))) from error
    if faults := [
        Fault(r["code"], f"/rows/{r['line']}", place(handed, r["line"])) for r in previewed.answer["refused"]
    ]:
        raise InvalidInput(*faults)
    row = overlay_row(previewed, handed, principal, library)
    answer = orjson.dumps(overlay_json(DecidedOverlay(row, ())))
    fingerprint = hashlib.sha256(orjson.dumps([row.table, row.rows, row.sources, row.note])).hexdigest()
    scope_name = f"{principal.key_id} proposeOverlay"
    log_body = {"table": row.table, "file_sha256": row.file_sha256, "base": row.base_digest}
    return store.writer.submit(
        Change(
            log=(LogDraft("overlay.proposed", row.id, log_body),),
            overlay=row,
            idempotency=IdempotencyDraft(scope_name, idempotency_key, fingerprint, lambda _: answer),
        )
    )


def place(handed: Handed, line: int) -> dict[str, str]:
    """Return where a fault is: the table, in our words, and the line of the file handed in."""
    return {"file": handed.form.value, "line": str(line)}


def overlay_row(previewed: Previewed, handed: Handed, principal: Principal, library: Library) -> OverlayRow:
    """Return a proposal as it is stored."""
    overlay = previewed.judged.overlay
    return OverlayRow(
        id=f"ovl_{secrets.token_hex(12)}",
        table=overlay.table,
        rows=overlay.rows,
        sources=overlay.sources,
        file=handed.file,
        file_sha256=hashlib.sha256(handed.content).hexdigest(),
        note=handed.note,
        base_digest=library.digest,
        preview=orjson.dumps(previewed.answer),
        proposed_by=principal.key_id,
        proposed_at=datetime.now(UTC),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided on an overlay, and why."""

    decision: OverlayState
    reason: str


#: Where an overlay must stand for each decision.
STANDS = {
    OverlayState.approved: OverlayState.proposed,
    OverlayState.rejected: OverlayState.proposed,
    OverlayState.withdrawn: OverlayState.approved,
}


def decide(
    store: Store, principal: Principal, overlay_id: str, verdict: Verdict, idempotency_key: str
) -> Future[Receipt]:
    """Approve, reject or withdraw an overlay; the proposer cannot approve.

    An approval writes the texts of the library that it makes in the same transaction. Raises `Forbidden` where the
    rows reach beyond the decider's region, `NotFound`, `Conflict` for an overlay that stands elsewhere or no longer
    fits the library; the future raises `Conflict` where the library moved in between.
    """
    require(principal, Action.approve)
    decided = one(store, overlay_id)
    require_second_person(principal, decided.overlay, verdict)
    require_reach(principal, decided.overlay)
    moved_at, library = library_after(store, decided, verdict)
    digest = library.digest if library else ""
    about = verdict.reason, digest, principal.key_id, datetime.now(UTC)
    decision = OverlayDecision(overlay_id, verdict.decision, *about)
    answer = orjson.dumps(decision_json(decision))
    fingerprint = hashlib.sha256(orjson.dumps([verdict.decision.value, verdict.reason])).hexdigest()
    scope_name = f"{principal.key_id} decideOverlay {overlay_id}"
    log_body = {"reason": verdict.reason, "digest": digest}
    return store.writer.submit(
        Change(
            log=(LogDraft(f"overlay.{verdict.decision.value}", overlay_id, log_body),),
            overlay_decision=decision,
            edition=edition_of(library) if library else None,
            guards=(OverlayStands(overlay_id, STANDS[verdict.decision]), LibraryUnmoved(moved_at)),
            idempotency=IdempotencyDraft(scope_name, idempotency_key, fingerprint, lambda _: answer),
        )
    )


def require_second_person(principal: Principal, overlay: OverlayRow, verdict: Verdict) -> None:
    """Raise `Forbidden` where the proposer would approve."""
    if verdict.decision is OverlayState.approved and principal.key_id == overlay.proposed_by:
        raise Forbidden(code="overlay.same_person")


def require_reach(principal: Principal, overlay: OverlayRow) -> None:
    """Raise `Forbidden` where a row is for another region than the decider's, or for the whole country."""
    rows = read_table(overlay.rows, overlay.table, COLUMNS, REQUIRED)
    regions = {code for row in rows for code in row.cells["region"].split("/")}
    if not governs(principal, regions):
        raise Forbidden(code="overlay.region")


def library_after(store: Store, decided: DecidedOverlay, verdict: Verdict) -> tuple[int, Library | None]:
    """Return the log number of the last move so far, and the library that the decision leads to.

    There is none for a rejection, nor for an overlay that stands elsewhere: the writer answers a retry or refuses.
    """
    with store.read() as session:
        moved_at, approved = last_move(session), [other.overlay for other in approved_overlays(session)]
    if verdict.decision is OverlayState.rejected or decided.state is not STANDS[verdict.decision]:
        return moved_at, None
    others = [overlay for overlay in approved if overlay.id != decided.overlay.id]
    own = [decided.overlay] if verdict.decision is OverlayState.approved else []
    try:
        return moved_at, composed(load_library(), [*others, *own])
    except ReferenceDataError as error:
        raise Conflict(code="overlay.no_longer_fits") from error


def one(store: Store, overlay_id: str) -> DecidedOverlay:
    """Return an overlay; raises `NotFound`."""
    with store.read() as session:
        found = overlay_by_id(session, overlay_id)
    if found is None:
        raise NotFound(code="overlay.not_found")
    return found


def listed(store: Store) -> list[Json]:
    """Return all overlays, the oldest first, without their diffs."""
    with store.read() as session:
        return [overlay_json(decided) for decided in overlays(session)]


def detail(store: Store, overlay_id: str, principal: Principal | None = None) -> Json:
    """Return one overlay with its rows and what it was seen to change, as far as the caller may see the reports."""
    decided = one(store, overlay_id)
    seen: Json = orjson.loads(decided.overlay.preview)
    reports = seen["impact"]["reports"]
    if principal is not None:
        seen["impact"]["reports"] = [r for r in reports if sees(principal, r["enterprise"], r["region"])]
    return overlay_json(decided) | {"content": decided.overlay.rows, "preview": seen}


def overlay_json(decided: DecidedOverlay) -> Json:
    """Return what an overlay is and where it stands."""
    row = decided.overlay
    return {
        "overlay_id": row.id,
        "table": row.table,
        "state": decided.state.value,
        "note": row.note,
        "file": row.file,
        "file_sha256": row.file_sha256,
        "sources": orjson.loads(row.sources),
        "base_digest": row.base_digest,
        "proposed_by": row.proposed_by,
        "proposed_at": row.proposed_at.isoformat(),
        "decisions": [decision_json(decision) for decision in decided.decisions],
    }


def decision_json(decision: OverlayDecision) -> Json:
    """Return a decision as plain JSON values."""
    return {
        "overlay_id": decision.overlay_id,
        "decision": decision.decision.value,
        "reason": decision.reason,
        "reference_digest": decision.digest or None,
        "decided_by": decision.by,
        "decided_at": decision.at.isoformat(),
    }
