"""What the writer holds overlays and editions to, whatever a story looked up before."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.errors import Conflict, NotFound
from service.overlay_records import EditionRow, OverlayState
from service.storage.changes import Change, Guard, LibraryUnmoved, LogDraft, NewEdition, OverlayStands
from service.storage.overlays import approved_overlays, edition_by_digest, editions, last_move, overlay_by_id
from service.storage.session import Store
from tests.storage.builders import AT, overlaid, write


def guarded(*guards: Guard, name: str = "o2") -> Change:
    """The approval of another overlay under some guards."""
    return replace(overlaid(name), edition=None, guards=guards)


def moved_at(store: Store) -> int:
    with store.read() as session:
        return last_move(session)


def test_an_approval_that_another_one_overtook_is_refused(store: Store) -> None:
    before = moved_at(store)
    write(store, overlaid())
    with pytest.raises(Conflict, match=r"reference\.moved"):
        write(store, guarded(LibraryUnmoved(before)))
    write(store, guarded(LibraryUnmoved(moved_at(store))))


def test_of_two_approvals_in_one_group_the_second_is_refused(store: Store) -> None:
    guard = LibraryUnmoved(moved_at(store))
    first, second = (store.writer.submit(guarded(guard, name=name)) for name in ("o1", "o2"))
    assert first.result(timeout=30).seq
    with pytest.raises(Conflict, match=r"reference\.moved"):
        second.result(timeout=30)


def test_a_rejection_moves_nothing(store: Store) -> None:
    change = overlaid()
    assert change.overlay_decision is not None
    rejected = replace(change.overlay_decision, decision=OverlayState.rejected, digest="")
    write(store, replace(change, overlay_decision=rejected))
    assert moved_at(store) == 0
    with store.read() as session:
        assert list(approved_overlays(session)) == []


def test_an_overlay_must_stand_where_the_guard_says(store: Store) -> None:
    write(store, overlaid())
    with pytest.raises(Conflict, match=r"overlay\.state"):
        write(store, guarded(OverlayStands("o1", OverlayState.proposed)))
    with pytest.raises(NotFound, match=r"overlay\.not_found"):
        write(store, guarded(OverlayStands("o9", OverlayState.proposed)))
    write(store, guarded(OverlayStands("o1", OverlayState.approved)))


def test_the_texts_of_a_library_are_kept_once(store: Store) -> None:
    edition = EditionRow("a1" * 32, b"texts", AT)
    kept = Change(
        log=(LogDraft("reference.kept", edition.digest),), edition=edition, guards=(NewEdition(edition.digest),)
    )
    write(store, kept)
    with pytest.raises(Conflict, match=r"edition\.exists"):
        write(store, kept)
    with store.read() as session:
        assert edition_by_digest(session, edition.digest) == edition
        assert [digest for digest, _ in editions(session, "a1a1")] == [edition.digest]
        assert list(editions(session, "b_%")) == []


def test_an_overlay_is_read_with_its_decisions(store: Store) -> None:
    write(store, overlaid())
    with store.read() as session:
        found = overlay_by_id(session, "o1")
        assert overlay_by_id(session, "o9") is None
    assert found is not None
    assert (found.state, found.overlay) == (OverlayState.approved, overlaid().overlay)
    assert found.approved_seq == found.decisions[0].seq > 0
