"""The log as mathematics: canonical bytes, chained hashes, signed heads, and what a check of them finds.

Hashes are domain separated, so that no entry can be passed off as a head or, later, as a node of a tree:
0x00 for an entry, 0x02 for a head (0x01 is left to inner nodes, as in RFC 6962 §2.1).
A chain shows edits, deletions and reordering to anyone who has the rows. A cut tail or a whole rewrite shows only
against a head that is kept elsewhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from service.records import LedgerEntry, SignedHead

ENTRY_DOMAIN = b"\x00"
HEAD_DOMAIN = b"\x02"
GENESIS = "0" * 64
_KEY_ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class ChainFault:
    """What is wrong at `seq`.

    Kinds: `gap`, `order`, `link`, `hash`; of heads `head_key`, `head_signature`, `head_hash`; of the end `truncated`
    (a head lies beyond the last entry) and `unsigned` (entries follow the last head); against a head kept elsewhere
    `truncated` and `rewritten`.
    """

    seq: int
    kind: str


def canonical_json(value: Any) -> bytes:
    """One text for one value, in the manner of RFC 8785: sorted keys, no blanks, UTF-8.

    Floats are refused (`TypeError`), because their text is where implementations differ: masses are whole quanta,
    decimals are text. Keys are sorted by code point.
    """
    _refuse_floats(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical text")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def instant_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds, the form that is stored and hashed; sorts as time does."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_instant(text: str) -> datetime:
    """The inverse of `instant_text`."""
    return datetime.fromisoformat(text)


def entry_hash(previous: str, seq: int, at: str, kind: str, subject: str, body: str) -> str:
    """sha256 of 0x00, the previous hash as 32 bytes, and the canonical JSON of the entry; hex."""
    content = orjson.dumps([seq, at, kind, subject, body])
    return hashlib.sha256(ENTRY_DOMAIN + bytes.fromhex(previous) + content).hexdigest()


@dataclass(frozen=True, slots=True)
class Tip:
    """Where the chain stands: number and hash of its last entry."""

    seq: int = 0
    hash: str = GENESIS


def extend(tip: Tip, at: str, kind: str, subject: str, body: Mapping[str, Any]) -> LedgerEntry:
    """The entry that follows `tip`."""
    text = canonical_json(body).decode()
    seq = tip.seq + 1
    return LedgerEntry(seq, at, kind, subject, text, tip.hash, entry_hash(tip.hash, seq, at, kind, subject, text))


def key_id(public_key: Ed25519PublicKey) -> str:
    """The first 16 hex digits of the sha256 of the raw public key."""
    return hashlib.sha256(public_key.public_bytes_raw()).hexdigest()[:_KEY_ID_LENGTH]


def sign_head(tip: Tip, at: str, signing_key: Ed25519PrivateKey) -> SignedHead:
    """Vouches for everything up to `tip`."""
    signature = signing_key.sign(_head_bytes(tip.seq, tip.hash, at)).hex()
    return SignedHead(tip.seq, tip.hash, at, key_id(signing_key.public_key()), signature)


def verify_head(head: SignedHead, public_key: Ed25519PublicKey) -> bool:
    """Whether the signature is that of `public_key` over this very head."""
    try:
        public_key.verify(bytes.fromhex(head.signature), _head_bytes(head.seq, head.hash, head.at))
    except (InvalidSignature, ValueError):
        return False
    return True


def _head_bytes(seq: int, hash_: str, at: str) -> bytes:
    return HEAD_DOMAIN + orjson.dumps([seq, hash_, at])


def verify_chain(
    entries: Iterable[LedgerEntry],
    heads: Iterable[SignedHead],
    public_keys: Mapping[str, Ed25519PublicKey],
    start: Tip = Tip(),
) -> list[ChainFault]:
    """All faults of a log read in order of `seq`, entries and heads alike; an empty list means none was found.

    Both are read once and may be streams. `public_keys` maps the key ids that the caller trusts; `start` is where a
    stretch of the log begins that is not read from its first entry.
    """
    return list(_chain_faults(entries, iter(heads), public_keys, start))


def _chain_faults(
    entries: Iterable[LedgerEntry], heads: Iterator[SignedHead], keys: Mapping[str, Ed25519PublicKey], start: Tip
) -> Iterator[ChainFault]:
    tip, signed = start, start.seq
    head = next(heads, None)
    for entry in entries:
        yield from _entry_faults(tip, entry)
        tip = Tip(entry.seq, entry.hash)
        while head is not None and head.seq <= entry.seq:
            yield from _head_faults(head, tip, keys)
            signed, head = head.seq, next(heads, None)
    if head is not None:
        yield ChainFault(tip.seq + 1, "truncated")
    elif tip.seq > signed:
        yield ChainFault(signed + 1, "unsigned")


def _entry_faults(tip: Tip, entry: LedgerEntry) -> Iterator[ChainFault]:
    if entry.seq <= tip.seq:
        yield ChainFault(entry.seq, "order")
    elif entry.seq > tip.seq + 1:
        yield ChainFault(tip.seq + 1, "gap")
    if entry.previous != tip.hash:
        yield ChainFault(entry.seq, "link")
    if entry.hash != _recomputed(entry):
        yield ChainFault(entry.seq, "hash")


def _recomputed(entry: LedgerEntry) -> str | None:
    try:
        return entry_hash(entry.previous, entry.seq, entry.at, entry.kind, entry.subject, entry.body)
    except ValueError:  # `previous` is no longer hex
        return None


def _head_faults(head: SignedHead, tip: Tip, keys: Mapping[str, Ed25519PublicKey]) -> Iterator[ChainFault]:
    public_key = keys.get(head.key_id)
    if public_key is None:
        yield ChainFault(head.seq, "head_key")
    elif not verify_head(head, public_key):
        yield ChainFault(head.seq, "head_signature")
    if (head.seq, head.hash) != (tip.seq, tip.hash):
        yield ChainFault(head.seq, "head_hash")


@dataclass(frozen=True, slots=True)
class ReportReceipt:
    """Proof that a report version stands in the log, whole in itself.

    `row` holds the version's stored cells in the order of `columns`, the body by its sha256; the entry's body names
    the sha256 of that row. `head` vouches for the chain up to the entry, and may be kept as any other head.
    """

    columns: tuple[str, ...]
    row: tuple[str | int | None, ...]
    entry: LedgerEntry
    head: SignedHead
    public_key: str


def row_digest(row: Sequence[str | int | None]) -> str:
    """sha256 of the JSON of one stored row, in hex, as the log names it."""
    return hashlib.sha256(orjson.dumps([row])).hexdigest()


def receipt_faults(receipt: ReportReceipt, body: bytes | None = None) -> list[str]:
    """What is wrong with a receipt, with nothing else at hand; none where it holds.

    `hash`: the entry was changed; `head`: the head is of another entry; `head_key`: the key is not the one named;
    `head_signature`; `row`: not the row of the entry; `body`: not the text that was lodged. That the key is the
    operator's, who must have told it elsewhere, is for the reader to compare.
    """
    faults = vouching_faults(receipt.entry, receipt.head, receipt.public_key)
    if _logged_row(receipt.entry) != row_digest(receipt.row):
        faults.append("row")
    named = dict(zip(receipt.columns, receipt.row, strict=False))
    if body is not None and named.get("body_sha256") != hashlib.sha256(body).hexdigest():
        faults.append("body")
    return faults


@dataclass(frozen=True, slots=True)
class PublicationReceipt:
    """Proof that a published ranking stands in the log: its canonical bytes, whose sha256 the entry's body names."""

    ranking: bytes
    entry: LedgerEntry
    head: SignedHead
    public_key: str


def publication_faults(receipt: PublicationReceipt) -> list[str]:
    """What is wrong with a published ranking, with nothing else at hand; `ranking`: not the bytes that were logged.

    The others are those of a receipt.
    """
    faults = vouching_faults(receipt.entry, receipt.head, receipt.public_key)
    same = _logged(receipt.entry, "digest") == hashlib.sha256(receipt.ranking).hexdigest()
    return faults if same else [*faults, "ranking"]


def vouching_faults(entry: LedgerEntry, head: SignedHead, public_key: str) -> list[str]:
    """What is wrong with an entry and the head that ends with it."""
    faults = ["hash"] if entry.hash != _recomputed(entry) else []
    if (head.seq, head.hash) != (entry.seq, entry.hash):
        faults.append("head")
    key = read_public_key(public_key)
    if key is None or key_id(key) != head.key_id:
        faults.append("head_key")
    elif not verify_head(head, key):
        faults.append("head_signature")
    return faults


def _logged_row(entry: LedgerEntry) -> object:
    return _logged(entry, "rows", "report_version")


def _logged(entry: LedgerEntry, *names: str) -> object:
    """What the body of an entry holds under some names, None where it holds no such thing."""
    try:
        found = orjson.loads(entry.body)
        for name in names:
            found = found[name]
    except (ValueError, LookupError, TypeError):
        return None
    return found


def read_public_key(text: str) -> Ed25519PublicKey | None:
    """A public key from its 32 bytes in hex, None for any other text."""
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError:
        return None
