"""Hand out the receipt of a report version to those who may read it, and check one with nothing else at hand."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import orjson

from service.access import Action, require, require_sight
from service.errors import InvalidInput, NotFound
from service.ledger import PublicationReceipt, ReportReceipt, canonical_json, publication_faults, receipt_faults
from service.records import LedgerEntry, Principal, SignedHead
from service.storage.receipts import report_receipt
from service.storage.session import Store

Json = dict[str, Any]


def receipt(store: Store, principal: Principal, sequence: int) -> Json:
    """Return the receipt of the version that this entry of the log wrote.

    Raises `NotFound` where it wrote none, or none that the caller may see, and `Unavailable` where the log is damaged.
    """
    require(principal, Action.read)
    found = report_receipt(store, sequence)
    if found is None:
        raise NotFound
    about = dict(zip(found.columns, found.row, strict=True))
    require_sight(principal, str(about["credit_code"]), str(about["region"]))
    return {
        "sequence": found.entry.seq,
        "recorded_at": found.entry.at,
        **{name: about[name] for name in ("report_id", "version", "body_sha256")},
        "row": [{"column": name, "cell": cell} for name, cell in about.items()],
        "entry": asdict(found.entry),
        "head": asdict(found.head),
        "public_key": found.public_key,
    }


def check(raw: bytes, body: bytes | None) -> Json:
    """Say whether a receipt holds, and what it says: that of a report, or a published ranking.

    Raises `InvalidInput` for a text that is neither.
    """
    if (ranking := read_publication(raw)) is not None:
        return checked_publication(ranking)
    held = read_receipt(raw)
    about = dict(zip(held.columns, held.row, strict=True))
    faults = receipt_faults(held, body)
    said = {name: about.get(name) for name in ("report_id", "version", "body_sha256")}
    return {"ok": not faults, **said, "recorded_at": held.entry.at, "key_id": held.head.key_id, "faults": faults}


def checked_publication(held: PublicationReceipt) -> Json:
    """Say whether a published ranking is what was signed."""
    faults = publication_faults(held)
    said = {name: orjson.loads(held.ranking).get(name) for name in ("number", "stage", "group_size")}
    return {"ok": not faults, **said, "recorded_at": held.entry.at, "key_id": held.head.key_id, "faults": faults}


def read_publication(raw: bytes) -> PublicationReceipt | None:
    """Read a published ranking as `GET /v1/rankings/publications/{number}` answers it; None for any other text."""
    try:
        told = orjson.loads(raw)
        ranking, entry, head = canonical_json(told["ranking"]), LedgerEntry(**told["entry"]), SignedHead(**told["head"])
        return PublicationReceipt(ranking, entry, head, str(told["public_key"]))
    except (ValueError, LookupError, TypeError):
        return None


def read_receipt(raw: bytes) -> ReportReceipt:
    """Read a receipt as `GET /v1/receipts/{sequence}` answers it."""
    try:
        told = orjson.loads(raw)
        columns = tuple(str(pair["column"]) for pair in told["row"])
        cells = tuple(pair["cell"] for pair in told["row"])
        entry, head = LedgerEntry(**told["entry"]), SignedHead(**told["head"])
        return ReportReceipt(columns, cells, entry, head, str(told["public_key"]))
    except (ValueError, LookupError, TypeError):
        raise InvalidInput(code="receipt.invalid") from None
