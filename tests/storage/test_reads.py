"""What the store gives back: reports in their states, registry, scores."""

from __future__ import annotations

import re
import stat
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from service.errors import Misconfigured
from service.records import VersionState
from service.storage import enterprises, keys, report_parts, reports, scores
from service.storage.changes import Change, LogDraft
from service.storage.scores import ScoreQuery
from service.storage.session import Store
from service.storage.signing import load_or_create_signing_key
from tests.storage.builders import (
    CREDIT_CODE,
    PERMIT_CODE,
    api_key,
    decide,
    enterprise,
    facility,
    issue,
    register,
    score,
    scored,
    submission,
    submit,
    write,
)
from tests.storage.stored_lines import lines_of_many

SUBMITTED, ACCEPTED, RETURNED = VersionState.submitted, VersionState.accepted, VersionState.returned


def _site(number: int, **changes: str) -> Change:
    return Change(log=(LogDraft("facility.registered", str(number)),), facility=facility(f"P{number}", **changes))


def test_registry_rows_are_found_by_code_and_the_last_registration_counts(store: Store) -> None:
    renamed = Change(
        log=(LogDraft("enterprise.registered", CREDIT_CODE),),
        enterprise=enterprise(name="改名", synthetic=False, demo_record="RC01"),
        facility=facility(name="二号厂", units=()),
    )
    write(store, register(), _site(2, region="140200", sector="3011"), renamed)
    with store.read() as session:
        assert enterprises.enterprise_by_code(session, CREDIT_CODE) == renamed.enterprise
        assert enterprises.facility_by_code(session, PERMIT_CODE) == renamed.facility
        assert enterprises.facility_by_code(session, "P2") == facility("P2", region="140200", sector="3011")
        assert [f.permit_code for f in enterprises.facilities_of(session, CREDIT_CODE)] == [PERMIT_CODE, "P2"]
        assert [f.permit_code for f in enterprises.list_facilities(session, region="1402", limit=9)] == ["P2"]
        assert [f.permit_code for f in enterprises.list_facilities(session, sector="4411", limit=9)] == [PERMIT_CODE]
        assert [f.permit_code for f in enterprises.list_facilities(session, after=PERMIT_CODE, limit=1)] == ["P2"]
        assert enterprises.enterprise_by_code(session, "x") is None
        assert enterprises.facility_by_code(session, "x") is None


def test_a_percent_sign_in_a_region_prefix_matches_nothing(store: Store) -> None:
    write(store, register())
    with store.read() as session:
        assert enterprises.list_facilities(session, region="%", limit=9) == []


def test_keys_come_back_whole(store: Store) -> None:
    write(store, issue(api_key()))
    with store.read() as session:
        assert keys.key_by_id(session.connection(), api_key().key_id) == api_key()
        assert keys.key_by_id(session.connection(), "unknown") is None
        assert keys.all_keys(session) == [api_key()]


def test_a_version_stands_as_its_latest_decision_says(store: Store) -> None:
    write(store, register(), submit())
    with store.read() as session:
        assert reports.state_of(session, "r1", 1) is SUBMITTED
    write(store, decide(state=RETURNED), decide(state=ACCEPTED))
    with store.read() as session:
        assert reports.state_of(session, "r1", 1) is ACCEPTED
        assert [d.decision for d in reports.decisions_of(session, "r1")] == [RETURNED, ACCEPTED]


def test_standing_versions_are_the_newest_ones_not_returned(store: Store) -> None:
    write(store, register(), *(_site(n) for n in range(1, 5)))
    for number in range(1, 5):
        write(store, submit(f"r{number}", permit_code=f"P{number}"))
    write(store, submit("r1", 2, permit_code="P1", supersedes=1, reason="更正"))
    write(store, decide("r2", state=RETURNED))
    write(store, submit("r3", 2, permit_code="P3", supersedes=1, reason="更正"), decide("r3", 2, RETURNED))
    write(store, decide("r4"))
    with store.read() as session:
        standing = [(v.report_id, v.version, s) for v, s in reports.standing_versions(session, year=2024)]
        assert standing == [("r1", 2, SUBMITTED), ("r3", 1, SUBMITTED), ("r4", 1, ACCEPTED)]
        listed = [(v.report_id, v.version, s) for v, s in reports.list_reports(session, after="r1", limit=2)]
        assert listed == [("r2", 1, RETURNED), ("r3", 2, RETURNED)]
        latest = reports.latest_version(session, "r3")
        assert latest is not None
        assert latest.version == 2


def test_standing_versions_narrow_by_sector_region_enterprise_and_year(store: Store) -> None:
    write(store, register(), _site(1), _site(2))
    write(store, submit("r1", permit_code="P1"), submit("r2", permit_code="P2", region="140200", sector="3011"))
    filters: list[tuple[dict[str, Any], list[str]]] = [
        ({}, ["r1", "r2"]),
        ({"region": "14"}, ["r1", "r2"]),
        ({"region": "1402"}, ["r2"]),
        ({"sector": "4411"}, ["r1"]),
    ]
    with store.read() as session:
        for narrowed, expected in filters:
            found = reports.standing_versions(session, year=2024, **narrowed)
            assert [v.report_id for v, _ in found] == expected
        assert list(reports.standing_versions(session, year=2023)) == []


def test_all_versions_of_a_year_come_with_their_states(store: Store) -> None:
    write(store, register(), _site(1), _site(2))
    write(store, submit("r1", permit_code="P1"), submit("r2", permit_code="P2", region="140200"))
    write(
        store, submit("r1", 2, permit_code="P1", supersedes=1, reason="更正"), decide("r1", 1), submit("r3", year=2023)
    )
    with store.read() as session:
        of_year = partial(reports.versions_of_year, session, credit_code=CREDIT_CODE, year=2024)
        found = [(v.report_id, v.version, s) for v, s in of_year()]
        assert found == [("r1", 1, ACCEPTED), ("r1", 2, SUBMITTED), ("r2", 1, SUBMITTED)]
        assert [v.report_id for v, _ in of_year(region="1402")] == ["r2"]
        assert reports.versions_of_year(session, credit_code="another", year=2024) == []


def test_a_stream_may_be_left_early(store: Store) -> None:
    write(store, register(), submit("r1"), submit("r2", year=2023, permit_code=PERMIT_CODE))
    with store.read() as session:
        assert next(reports.standing_versions(session, year=2024))[0].report_id == "r1"


def test_parts_of_many_versions_come_in_one_query_each(store: Store) -> None:
    write(store, register())
    receipts = write(store, *(submit(f"r{n}", year=n, lines=n) for n in range(1, 4)))
    seqs = [receipt.seq for receipt in receipts]
    with store.read() as session:
        lines = lines_of_many(session, seqs)
        assert {seq: len(found) for seq, found in lines.items()} == dict(zip(seqs, (1, 2, 3), strict=True))
        assert report_parts.totals_of_many(session, seqs) == dict.fromkeys(seqs, submission().totals)
        assert lines_of_many(session, [10_000]) == {}
        assert report_parts.factor_set_by_id(session, "unknown") is None


def test_the_latest_score_counts_and_the_older_one_stays(store: Store) -> None:
    write(store, scored(score(index="10")), scored(score(index="20"), score("E2", "15")), scored(score("E2", None)))
    query = ScoreQuery("DNZ-1", 2024)
    with store.read() as session:
        first, second = scores.all_scores(session, query)
    assert first == score(index="20", seq=first.seq)
    assert (second.credit_code, second.index) == ("E2", None)


def test_changed_scores_are_the_latest_ones_behind_a_log_number(store: Store) -> None:
    receipts = write(store, scored(score("E1", "10"), score("E2", "11")), scored(score("E1", "20"), score("E3", "5")))
    with store.derive() as connection:
        everything = list(scores.changed_scores(connection, ScoreQuery("DNZ-1", 2024), 0))
        newer = list(scores.changed_scores(connection, ScoreQuery("DNZ-1", 2024), receipts[0].seq))
    assert [(row.credit_code, row.index) for row in everything] == [("E2", "11"), ("E1", "20"), ("E3", "5")]
    assert [row.credit_code for row in newer] == ["E1", "E3"]


def test_the_latest_scores_are_found_in_one_pass_by_a_database_that_knows_nothing_of_their_number(store: Store) -> None:
    """A table that filled up since the database last counted it must not be gone through once for each of its rows."""
    write(store, scored(*(score(f"E{number}") for number in range(300))))
    rows = scores.newest(ScoreQuery("DNZ-1", 2024))
    with store.derive() as connection:
        verb = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        text = str(rows.select().compile(connection, compile_kwargs={"literal_binds": True}))
        plan = "\n".join(str(row[-1]) for row in connection.exec_driver_sql(verb + text))
    assert len(re.findall(r"(?:on|SEARCH|SCAN) score\b", plan)) == 1, plan


def test_scores_narrow_by_sector_region_enterprise_and_synthetic(store: Store) -> None:
    write(store, scored(score("E1"), score("E2", region="140200"), score("E3", sector="3011", synthetic=False)))
    narrowed: dict[tuple[str, Any], list[str]] = {
        ("region", "1402"): ["E2"],
        ("region", "14"): ["E1", "E2", "E3"],
        ("sector", "3011"): ["E3"],
        ("synthetic", False): ["E3"],
        ("synthetic", True): ["E1", "E2"],
        ("credit_code", "E1"): ["E1"],
    }
    with store.read() as session:
        for (name, value), expected in narrowed.items():
            query = ScoreQuery("DNZ-1", 2024, **{name: value})
            assert [row.credit_code for row in scores.all_scores(session, query)] == expected


def test_a_signing_key_is_created_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    created = load_or_create_signing_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = load_or_create_signing_key(str(file))
    from_text = load_or_create_signing_key(file.read_text())
    assert {key.private_bytes_raw() for key in (created, again, from_text)} == {created.private_bytes_raw()}
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_a_key_of_another_kind_is_refused() -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with pytest.raises(Misconfigured, match=r"settings\.signing_key"):
        load_or_create_signing_key(pem.decode())
