"""The log as mathematics: one text for one value, chained hashes, signed heads, and every fault found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from service.ledger import (
    GENESIS,
    ChainFault,
    Tip,
    canonical_json,
    entry_hash,
    extend,
    instant_text,
    key_id,
    parse_instant,
    sign_head,
    verify_chain,
    verify_head,
)
from service.records import LedgerEntry, SignedHead

AT = "2025-03-31T01:00:00.000000Z"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = {key_id(KEY.public_key()): KEY.public_key()}


def _chain(length: int) -> list[LedgerEntry]:
    tip, entries = Tip(), []
    for number in range(length):
        entry = extend(tip, AT, "note", str(number), {"number": number})
        entries.append(entry)
        tip = Tip(entry.seq, entry.hash)
    return entries


def _head(entry: LedgerEntry, key: Ed25519PrivateKey = KEY) -> SignedHead:
    return sign_head(Tip(entry.seq, entry.hash), AT, key)


def _kinds(entries: list[LedgerEntry], heads: list[SignedHead]) -> set[str]:
    return {fault.kind for fault in verify_chain(entries, heads, KEYS)}


def test_canonical_json_sorts_keys_and_leaves_no_blanks() -> None:
    assert (
        canonical_json({"b": [1, None, True], "a": {"z": "二", "y": ""}})
        == '{"a":{"y":"","z":"二"},"b":[1,null,true]}'.encode()
    )


@pytest.mark.parametrize("value", [1.0, {"a": 0.1}, [[{"b": (float("nan"),)}]]])
def test_canonical_json_refuses_floats_at_any_depth(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), _values))
def test_the_order_in_which_an_object_was_built_does_not_matter(value: dict[str, object]) -> None:
    assert canonical_json(value) == canonical_json(dict(reversed(value.items())))


def test_an_instant_has_one_text_and_comes_back() -> None:
    shanghai = datetime(2025, 3, 31, 9, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(shanghai) == AT
    assert parse_instant(AT) == datetime(2025, 3, 31, 1, tzinfo=UTC)


def test_the_first_hash_by_hand() -> None:
    """0x00, thirty-two zero bytes, and the entry's canonical JSON."""
    content = b"\x00" + bytes(32) + b'[1,"2025-03-31T01:00:00.000000Z","note","0","{\\"number\\":0}"]'
    (entry,) = _chain(1)
    assert entry.previous == GENESIS
    assert entry.hash == hashlib.sha256(content).hexdigest()


def test_every_field_of_an_entry_moves_its_hash() -> None:
    base: tuple[Any, ...] = (GENESIS, 1, AT, "note", "0", "{}")
    others: tuple[Any, ...] = ("1" * 64, 2, AT.replace("Z", "1Z"), "nota", "1", "{ }")
    hashes = {entry_hash(*base)}
    for place, other in enumerate(others):
        hashes.add(entry_hash(*(other if n == place else value for n, value in enumerate(base))))
    assert len(hashes) == len(base) + 1


def test_fields_cannot_flow_into_each_other() -> None:
    assert entry_hash(GENESIS, 1, AT, "ab", "c", "{}") != entry_hash(GENESIS, 1, AT, "a", "bc", "{}")


def test_a_sound_chain_has_no_fault_whatever_the_number_of_heads() -> None:
    entries = _chain(9)
    assert verify_chain(entries, [_head(entries[-1])], KEYS) == []
    assert verify_chain(entries, [_head(entry) for entry in entries], KEYS) == []
    assert verify_chain([], [], KEYS) == []


@pytest.mark.parametrize("field", ["at", "kind", "subject", "body", "previous", "hash"])
def test_an_edited_entry_is_found(field: str) -> None:
    entries = _chain(5)
    changed: dict[str, Any] = {field: "0" * 64}
    entries[2] = replace(entries[2], **changed)
    assert "hash" in _kinds(entries, [_head(_chain(5)[-1])])


def test_a_removed_entry_is_a_gap_and_a_broken_link() -> None:
    entries = _chain(5)
    faults = verify_chain(entries[:2] + entries[3:], [_head(entries[-1])], KEYS)
    assert faults == [ChainFault(3, "gap"), ChainFault(4, "link")]


def test_two_entries_out_of_order_are_found() -> None:
    entries = _chain(5)
    entries[1], entries[2] = entries[2], entries[1]
    assert {"order", "gap", "link"} <= _kinds(entries, [_head(entries[-1])])


def test_a_repeated_entry_is_found() -> None:
    entries = _chain(3)
    assert "order" in _kinds([*entries, entries[-1]], [_head(entries[-1])])


def test_a_cut_tail_is_found_by_a_later_head() -> None:
    entries = _chain(5)
    assert _kinds(entries[:3], [_head(entries[1]), _head(entries[-1])]) == {"truncated"}
    assert _kinds([], [_head(entries[0])]) == {"truncated"}


def test_entries_beyond_the_last_head_are_unsigned() -> None:
    entries = _chain(5)
    assert verify_chain(entries, [_head(entries[2])], KEYS) == [ChainFault(4, "unsigned")]


def test_a_chain_rewritten_from_the_middle_meets_its_old_head() -> None:
    entries = _chain(5)
    tip, rewritten = Tip(entries[1].seq, entries[1].hash), entries[:2]
    for old in entries[2:]:
        new = extend(tip, old.at, old.kind, "another", {})
        rewritten.append(new)
        tip = Tip(new.seq, new.hash)
    assert _kinds(rewritten, [_head(entries[-1])]) == {"head_hash"}


def test_a_head_of_an_unknown_key_or_with_a_forged_signature_is_found() -> None:
    entries = _chain(2)
    stranger = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
    assert _kinds(entries, [_head(entries[-1], stranger)]) == {"head_key"}
    head = _head(entries[-1])
    forged = replace(head, signature=_head(entries[-1], stranger).signature)
    for broken in (forged, replace(head, signature="not hex"), replace(head, signature=""), replace(head, at=AT[:-1])):
        assert _kinds(entries, [broken]) == {"head_signature"}
        assert not verify_head(broken, KEY.public_key())


@given(st.data())
def test_any_change_of_one_entry_is_found(data: st.DataObject) -> None:
    entries = _chain(6)
    place = data.draw(st.integers(0, 5))
    field = data.draw(st.sampled_from(["at", "kind", "subject", "body", "previous", "hash"]))
    text = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=70))
    old = getattr(entries[place], field)
    heads = [_head(entries[-1])]
    changed: dict[str, Any] = {field: text}
    entries[place] = replace(entries[place], **changed)
    assert (verify_chain(entries, heads, KEYS) == []) is (text == old)
