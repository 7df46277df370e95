"""Roles, region subtrees and keys."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.access import (
    KEY_ENTROPY_BYTES,
    Action,
    authenticate,
    governs,
    key_from_entropy,
    may,
    parse_key,
    region_contains,
    require,
    require_sight,
    secret_digest,
    sees,
)
from service.errors import Forbidden, NotFound, Unauthenticated
from service.records import ApiKey, Principal, Role

NOW = datetime(2025, 3, 31, tzinfo=UTC)
KEY = key_from_entropy(bytes(range(KEY_ENTROPY_BYTES)))
STORED = ApiKey(KEY.key_id, Role.enterprise, "91140000MA0TEST00X", None, "ERP", secret_digest(KEY), NOW)


@pytest.mark.parametrize(
    ("subtree", "region", "inside"),
    [
        ("14", "140100", True),
        ("140000", "140105", True),
        ("1401", "140105", True),
        ("140100", "140105", True),
        ("140105", "140105", True),
        ("140100", "140200", False),
        ("140105", "140106", False),
        ("140105", "140100", False),
        ("14", "410100", False),
        ("1", "140100", True),
        ("", "140100", False),
        ("110000", "110101", True),
        ("14", "", False),
    ],
)
def test_a_region_subtree_holds_what_lies_below_it(subtree: str, region: str, inside: bool) -> None:
    assert region_contains(subtree, region) is inside


def test_what_each_role_may_do() -> None:
    table = {role: {action for action in Action if may(Principal("k", role), action)} for role in Role}
    assert table == {
        Role.enterprise: {Action.register, Action.submit, Action.read},
        Role.regulator: {
            *(Action.read, Action.decide, Action.rank, Action.evaluate),
            *(Action.propose, Action.approve, Action.assign),
        },
        Role.verifier: {Action.read, Action.rank},
        Role.administrator: {
            *(Action.register, Action.read, Action.rank, Action.evaluate, Action.manage_keys, Action.audit),
            *(Action.propose, Action.approve, Action.assign),
        },
    }


def test_a_regulator_governs_its_region_and_an_administrator_all() -> None:
    shanxi = Principal("k", Role.regulator, None, "14")
    assert governs(shanxi, {"140000", "140100"})
    assert not governs(shanxi, {"140000", "370000"})
    assert not governs(shanxi, {"CN"})
    assert not governs(shanxi, {""})
    assert not governs(Principal("k", Role.regulator), {"140000"})
    assert governs(Principal("k", Role.administrator), {"CN", ""})


def test_an_action_beyond_the_role_is_forbidden_by_name() -> None:
    with pytest.raises(Forbidden) as refused:
        require(Principal("k", Role.enterprise), Action.decide)
    assert refused.value.faults[0].params == {"action": "decide", "role": "enterprise"}
    require(Principal("k", Role.regulator), Action.decide)


@pytest.mark.parametrize(
    ("principal", "visible"),
    [
        (Principal("k", Role.enterprise, "A"), True),
        (Principal("k", Role.enterprise, "B"), False),
        (Principal("k", Role.enterprise), False),
        (Principal("k", Role.regulator, None, "14"), True),
        (Principal("k", Role.regulator, None, "1402"), False),
        (Principal("k", Role.regulator), False),
        (Principal("k", Role.regulator, "A"), False),
        (Principal("k", Role.verifier, None, "1401"), True),
        (Principal("k", Role.verifier), False),
        (Principal("k", Role.administrator), True),
    ],
)
def test_who_sees_the_data_of_enterprise_a_in_taiyuan(principal: Principal, visible: bool) -> None:
    assert sees(principal, "A", "140100") is visible
    if not visible:
        with pytest.raises(NotFound):
            require_sight(principal, "A", "140100")


def test_a_regulator_does_not_see_an_enterprise_without_a_site() -> None:
    assert not sees(Principal("k", Role.regulator, None, "14"), "A", None)


def test_a_key_goes_out_as_text_and_comes_back() -> None:
    assert str(KEY).startswith("nz_0001020304050607_")
    assert parse_key(str(KEY)) == KEY
    fresh = key_from_entropy(os.urandom(KEY_ENTROPY_BYTES))
    assert parse_key(str(fresh)) == fresh
    assert fresh != key_from_entropy(os.urandom(KEY_ENTROPY_BYTES))


def test_a_key_wants_all_its_entropy() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        key_from_entropy(b"short")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nz_",
        "nz__",
        str(KEY).upper(),
        str(KEY) + "0",
        str(KEY) + "\n",
        str(KEY)[:-1],
        " " + str(KEY),
        str(KEY).replace("nz_", "nz-"),
        str(KEY).replace("0", "٠"),
        "nz_" + "a" * 100_000,
    ],
)
def test_anything_else_is_not_a_key(text: str) -> None:
    with pytest.raises(Unauthenticated):
        parse_key(text)


def test_a_good_key_gives_its_principal() -> None:
    assert authenticate(KEY, STORED, NOW) == Principal(KEY.key_id, Role.enterprise, "91140000MA0TEST00X", None)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        replace(STORED, secret_digest="0" * 64),
        replace(STORED, secret_digest=""),
        replace(STORED, revoked_at=NOW),
        replace(STORED, expires_at=NOW),
        replace(STORED, expires_at=NOW - timedelta(days=1)),
    ],
)
def test_unknown_wrong_revoked_and_expired_keys_look_alike(stored: ApiKey | None) -> None:
    with pytest.raises(Unauthenticated) as refused:
        authenticate(KEY, stored, NOW)
    assert refused.value.faults[0].code == "auth.key"


def test_a_key_is_good_until_its_end() -> None:
    authenticate(KEY, replace(STORED, expires_at=NOW + timedelta(seconds=1)), NOW)
    authenticate(KEY, replace(STORED, revoked_at=NOW + timedelta(seconds=1)), NOW)


def test_the_stored_digest_is_bound_to_the_key_id_and_hides_the_secret() -> None:
    moved = replace(KEY, key_id="f" * 16)
    assert secret_digest(moved) != secret_digest(KEY)
    assert KEY.secret not in secret_digest(KEY)
