"""Published rankings: frozen, open to objections for their time, then final, signed, the same when worked out again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.acts import Publication, PublicationStage, Scope
from service.errors import Conflict, Forbidden, InvalidInput, NotFound, Unavailable
from service.ledger import verify_head
from service.records import Principal, SignedHead
from service.storage.publications import publication
from service.storage.reports import versions_of_year
from service.storage.session import Store, open_store
from service.workflows import appeal, audit, publications, publish, score
from service.workflows.library import current
from service.workflows.publication_body import header_of
from tests.workflows import overlays as overlaid
from tests.workflows.builders import Plant, encode, library, plant, regulator
from tests.workflows.lodging import correct, fleet, freeze_peers, lodge, refreshed

Json = dict[str, Any]
WANTED = {"ruleset": "DNZ-1", "year": 2024, "region": "140000", "sector": "4411", "synthetic": True}
TONNES = ["13", "13.5", "13.5", "14", "14.5"]


class Calendar:
    """A clock that a test turns by hand, and that ticks by itself so that no two instants are the same."""

    def __init__(self) -> None:
        self.now = datetime(2025, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def store(database_url: str, signing_key: Ed25519PrivateKey, calendar: Calendar) -> Iterator[Store]:
    opened = open_store(database_url, signing_key, clock=calendar)
    yield opened
    opened.close()


def published(store: Store, caller: Principal | None = None, key: str = "p", **changes: Any) -> str:
    raw = encode(WANTED | changes)
    answer = json.loads(publish.publish(store, library(), caller or regulator(store), raw, key).result().answer)
    return str(answer["number"])


def listed(store: Store) -> tuple[list[Plant], str]:
    """Five plants with places, published provisionally."""
    owners = fleet(store, TONNES)
    freeze_peers(store)
    refreshed(store)
    return owners, published(store)


def stored(store: Store, number: str, stage: PublicationStage = PublicationStage.provisional) -> Publication:
    with store.read() as session:
        found = publication(session, number, stage)
    assert found is not None
    return found


def objected(store: Store, owner: Plant, number: str, key: str = "o") -> str:
    raw = encode({"reason": "coal was read twice", "evidence": "EV-12"})
    answer = json.loads(appeal.object_to(store, owner.principal, number, raw, key).result().answer)
    return str(answer["objection"])


def ruled(
    store: Store, number: str, objection: str, ruling: str, caller: Principal | None = None, key: str = "r"
) -> None:
    raw = encode({"ruling": ruling, "reason": "weighbridge records agree", "evidence": "EV-13"})
    appeal.rule(store, caller or regulator(store), number, objection, raw, key).result()


def made_final(store: Store, number: str, key: str = "f", caller: Principal | None = None) -> Json:
    raw = encode({"reason": "time over, objections ruled on"})
    answer: Json = json.loads(publish.finalise(store, caller or regulator(store), number, raw, key).result().answer)
    return answer


def ranks(body: bytes) -> dict[str, int]:
    return {item["enterprise"]: item["rank"] for item in json.loads(body)["items"]}


def test_a_ranking_is_frozen_under_a_number_and_later_scores_do_not_move_it(store: Store) -> None:
    owners, number = listed(store)
    assert number == "DNZ-1-v1.1-2024-14-4411-S-1"
    frozen = stored(store, number)
    assert list(ranks(frozen.body).values()) == [1, 2, 2, 4, 5]
    lodge(store, plant(store, 9), "12")
    again(store, owners[0], "15")
    refreshed(store)
    assert stored(store, number).body == frozen.body == publish.rebuild(store, frozen)
    assert published(store, key="again") == "DNZ-1-v1.1-2024-14-4411-S-2"
    assert len(ranks(stored(store, "DNZ-1-v1.1-2024-14-4411-S-2").body)) == len(owners) + 1


def test_neither_a_new_table_nor_a_correction_moves_what_was_published_or_its_proof(store: Store) -> None:
    """A bureau's table makes another library, under which everybody is scored anew."""
    owners, number = listed(store)
    before = publications.proof(store, stored(store, number))
    overlaid.decide(store, overlaid.administrator(store), overlaid.propose(store, overlaid.administrator(store)))
    _, other = current(store, library())
    assert other.digest != library().digest
    again(store, owners[0], "15")
    assert score.refresh(store, other, regulator(store), Scope("DNZ-1", 2024, "14", "4411"))["scored"] == len(owners)
    frozen = stored(store, number)
    assert frozen.body == publish.rebuild(store, frozen)
    told = json.loads(publications.proof(store, frozen))
    assert {name: told[name] for name in ("ranking", "digest", "entry")} == {
        name: json.loads(before)[name] for name in ("ranking", "digest", "entry")
    }
    assert audit.verify(store).ok


def test_a_body_that_is_not_what_was_logged_has_no_proof(store: Store) -> None:
    _, number = listed(store)
    frozen = stored(store, number)
    with pytest.raises(Unavailable, match=r"log\.faulty"):
        publications.proof(store, replace(frozen, body=frozen.body.replace(b'"rank":1', b'"rank":2')))


def test_it_says_what_is_documented_and_what_is_chosen(store: Store) -> None:
    _, number = listed(store)
    body = json.loads(stored(store, number).body)
    choices = {choice["name"]: choice for choice in body["choices"]}
    assert (choices["objection_days"]["value"], choices["objection_days"]["basis"]) == ("21", "c")
    assert {anchor["basis"] for anchor in body["benchmarks"]} >= {"D", "c"}
    opened, closes = (datetime.fromisoformat(body[name]) for name in ("published_at", "objections_until"))
    assert closes - opened == timedelta(days=21)


def test_objections_have_their_time_and_the_final_waits_for_it(store: Store, calendar: Calendar) -> None:
    owners, number = listed(store)
    with pytest.raises(Conflict, match=r"publication\.open"):
        made_final(store, number)
    calendar.pass_days(20)
    objected(store, owners[0], number)
    calendar.pass_days(2)
    with pytest.raises(Conflict, match=r"publication\.closed"):
        objected(store, owners[1], number)
    with pytest.raises(Conflict, match=r"publication\.unsettled"):
        made_final(store, number)


def test_an_upheld_objection_takes_its_newest_score_and_nobody_elses(store: Store, calendar: Calendar) -> None:
    owners, number = listed(store)
    objection = objected(store, owners[4], number)
    for owner, tonnes in ((owners[4], "12"), (owners[3], "11")):
        again(store, owner, tonnes)
    refreshed(store)
    ruled(store, number, objection, "upheld")
    calendar.pass_days(22)
    made_final(store, number)
    final = stored(store, number, PublicationStage.final)
    before, after = ranks(stored(store, number).body), ranks(final.body)
    assert (before[owners[4].credit_code], after[owners[4].credit_code]) == (5, 1)
    assert (before[owners[3].credit_code], after[owners[3].credit_code]) == (4, 5)
    assert publish.rebuild(store, final) == final.body
    assert [o["ruling"] for o in json.loads(final.body)["objections"]] == ["upheld"]


def again(store: Store, owner: Plant, tonnes: str) -> None:
    with store.read() as session:
        (newest, _) = versions_of_year(session, credit_code=owner.credit_code, year=2024)[-1]
    correct(store, owner, newest.report_id, tonnes)


def test_a_dismissed_objection_changes_no_place(store: Store, calendar: Calendar) -> None:
    owners, number = listed(store)
    objection = objected(store, owners[4], number)
    again(store, owners[4], "12")
    refreshed(store)
    ruled(store, number, objection, "dismissed")
    calendar.pass_days(22)
    made_final(store, number)
    assert ranks(stored(store, number, PublicationStage.final).body) == ranks(stored(store, number).body)


def test_who_was_left_out_may_object_and_enter(store: Store, calendar: Calendar) -> None:
    _, number = listed(store)
    newcomer = plant(store, 9)
    objection = objected(store, newcomer, number)
    lodge(store, newcomer, "12")
    refreshed(store)
    ruled(store, number, objection, "upheld")
    calendar.pass_days(22)
    made_final(store, number)
    final = stored(store, number, PublicationStage.final)
    assert ranks(final.body)[newcomer.credit_code] == 1
    assert publish.rebuild(store, final) == final.body


def test_what_is_final_stays_and_is_said_once(store: Store, calendar: Calendar) -> None:
    owners, number = listed(store)
    calendar.pass_days(22)
    caller = regulator(store)
    first = made_final(store, number, caller=caller)
    assert made_final(store, number, caller=caller) == first
    with pytest.raises(Conflict, match=r"publication\.final"):
        made_final(store, number, key="another")
    with pytest.raises(Conflict, match=r"publication\.(final|closed)"):
        objected(store, owners[0], number)
    assert audit.verify(store).ok


def test_one_objection_and_one_ruling_each_and_retries_get_the_same_answer(store: Store) -> None:
    owners, number = listed(store)
    objection = objected(store, owners[0], number)
    assert objected(store, owners[0], number) == objection
    with pytest.raises(Conflict, match=r"objection\.exists"):
        objected(store, owners[0], number, key="second")
    ruled(store, number, objection, "dismissed")
    with pytest.raises(Conflict, match=r"objection\.ruled"):
        ruled(store, number, objection, "upheld", key="second")


def test_only_the_authorised_publish_object_and_rule(store: Store) -> None:
    owners, number = listed(store)
    objection = objected(store, owners[0], number)
    for caller, refusal in ((regulator(store, "37"), NotFound), (regulator(store, "1401"), NotFound)):
        with pytest.raises(refusal):
            ruled(store, number, objection, "upheld", caller)
    with pytest.raises(Forbidden):
        ruled(store, number, objection, "upheld", owners[0].principal)
    with pytest.raises(Forbidden):
        published(store, owners[0].principal)
    with pytest.raises(NotFound):
        published(store, regulator(store, "37"))
    elsewhere = plant(store, 8, region="371000")
    with pytest.raises(NotFound):
        objected(store, elsewhere, number)
    with pytest.raises(NotFound):
        publications.provisional_publication(store, elsewhere.principal, number)
    assert appeal.list_objections(store, owners[1].principal, number) == []
    assert len(appeal.list_objections(store, regulator(store), number)) == 1


def test_small_and_empty_groups_and_unknown_regions_are_not_published(store: Store) -> None:
    with pytest.raises(Conflict, match=r"publication\.nothing"):
        published(store)
    fleet(store, ["13", "14"])
    freeze_peers(store)
    refreshed(store)
    with pytest.raises(Conflict, match=r"publication\.small_group"):
        published(store, key="q")
    with pytest.raises(InvalidInput):
        published(store, key="s", region="00")


def test_the_proof_is_the_frozen_bytes_with_their_digest_entry_and_signed_head(
    store: Store, calendar: Calendar, signing_key: Ed25519PrivateKey
) -> None:
    _, number = listed(store)
    calendar.pass_days(22)
    made_final(store, number)
    shown = publications.public_publication(store, number, None)
    assert shown.stage is PublicationStage.final
    raw = publications.proof(store, shown)
    told = json.loads(raw)
    assert shown.body in raw
    assert told["digest"] == hashlib.sha256(shown.body).hexdigest()
    head = SignedHead(**told["head"])
    assert verify_head(head, signing_key.public_key())
    assert head.hash == told["entry"]["hash"]
    assert json.loads(shown.body)["provisional"]["digest"] == digest_of(store, number)


def digest_of(store: Store, number: str) -> str:
    return hashlib.sha256(stored(store, number).body).hexdigest()


def test_a_body_that_was_touched_is_seen(store: Store) -> None:
    _, number = listed(store)
    frozen = stored(store, number)
    read = json.loads(frozen.body)
    read["items"][0]["rank"] = 2
    assert publish.rebuild(store, replace(frozen, body=encode(read))) == frozen.body != encode(read)


def test_a_provisional_ranking_is_for_everyone_only_where_its_ruleset_says_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners, number = listed(store)
    assert publications.public_publication(store, number, None).number == number
    monkeypatch.setattr("service.workflows.publications.header_of", hidden)
    with pytest.raises(NotFound):
        publications.public_publication(store, number, None)
    assert publications.list_publications(store, {}, 0, 10) == ([], None)
    assert publications.provisional_publication(store, owners[0].principal, number).number == number


def hidden(body: bytes) -> Json:
    return header_of(body) | {"public": False}
