"""Who may do what: roles and actions, region subtrees, and the form of an API key.

A key is `nz_<key id>_<secret>` with 256 bits of secret from the operating system. So much entropy cannot be guessed,
so one sha256 bound to the key id is stored and no slow password hash is needed (NIST SP 800-63B §5.1.1.2 asks for
slow hashing of memorised secrets only).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.errors import Forbidden, NotFound, Unauthenticated
from service.identifiers import region_contains as region_contains
from service.records import ApiKey, Principal, Role


class Action(StrEnum):
    """What a key may be good for."""

    register = "register"
    submit = "submit"
    read = "read"
    decide = "decide"
    rank = "rank"
    evaluate = "evaluate"
    manage_keys = "manage_keys"
    audit = "audit"
    propose = "propose"
    approve = "approve"
    assign = "assign"


_PERMITTED: Mapping[Role, frozenset[Action]] = {
    Role.enterprise: frozenset({Action.register, Action.submit, Action.read}),
    Role.regulator: frozenset(
        {
            *(Action.read, Action.decide, Action.rank, Action.evaluate),
            *(Action.propose, Action.approve, Action.assign),
        }
    ),
    # A verifier reads what stands in its region, places too, and decides on nothing.
    Role.verifier: frozenset({Action.read, Action.rank}),
    Role.administrator: frozenset(
        {
            *(Action.register, Action.read, Action.rank, Action.evaluate, Action.manage_keys, Action.audit),
            *(Action.propose, Action.approve, Action.assign),
        }
    ),
}


def may(principal: Principal, action: Action) -> bool:
    """Whether the role permits the action at all; on whose data is `sees`."""
    return action in _PERMITTED[principal.role]


def require(principal: Principal, action: Action) -> None:
    """Raises `Forbidden` (`auth.forbidden`) where the role does not permit the action."""
    if not may(principal, action):
        raise Forbidden(action=action.value, role=principal.role.value)


def sees(principal: Principal, credit_code: str, region: str | None) -> bool:
    """Whether data of this enterprise, at a site in this region, are visible to the caller.

    A verifier or a regulator sees the region that the key is bound to, and nothing if it is bound to none.
    """
    if principal.role is Role.administrator:
        return True
    if principal.role is Role.enterprise:
        return principal.credit_code == credit_code
    return principal.region is not None and region is not None and region_contains(principal.region, region)


def governs(principal: Principal, regions: Collection[str]) -> bool:
    """Whether the caller may decide on reference values of these regions (empty: of no region in particular)."""
    if principal.role is Role.administrator:
        return True
    return principal.region is not None and all(region_contains(principal.region, region) for region in regions)


def require_sight(principal: Principal, credit_code: str, region: str | None) -> None:
    """Raises `NotFound`, so that a stranger does not learn what exists."""
    if not sees(principal, credit_code, region):
        raise NotFound


@dataclass(frozen=True, slots=True)
class KeyText:
    """The two parts of a presented key."""

    key_id: str
    secret: str

    def __str__(self) -> str:
        return f"nz_{self.key_id}_{self.secret}"


_KEY_ID_BYTES = 8
_SECRET_BYTES = 32
KEY_ENTROPY_BYTES = _KEY_ID_BYTES + _SECRET_BYTES
_KEY = re.compile(rf"nz_([0-9a-f]{{{2 * _KEY_ID_BYTES}}})_([0-9a-f]{{{2 * _SECRET_BYTES}}})", re.ASCII)


def key_from_entropy(entropy: bytes) -> KeyText:
    """A new key out of `KEY_ENTROPY_BYTES` random bytes, which the caller draws from the operating system."""
    if len(entropy) != KEY_ENTROPY_BYTES:
        raise ValueError(f"a key takes {KEY_ENTROPY_BYTES} random bytes")
    return KeyText(entropy[:_KEY_ID_BYTES].hex(), entropy[_KEY_ID_BYTES:].hex())


def parse_key(text: str) -> KeyText:
    """Splits a presented key; raises `Unauthenticated` (`auth.key`) for anything of another form."""
    match = _KEY.fullmatch(text)
    if match is None:
        raise Unauthenticated(code="auth.key")
    return KeyText(match[1], match[2])


def secret_digest(key: KeyText) -> str:
    """What is stored in place of the secret; bound to the key id, so that digests cannot be moved between rows."""
    return hashlib.sha256(f"nearzero key {key.key_id} {key.secret}".encode()).hexdigest()


def authenticate(presented: KeyText, stored: ApiKey | None, at: datetime) -> Principal:
    """The principal of a good key; `Unauthenticated` for unknown, wrong, revoked and expired ones alike."""
    expected = stored.secret_digest if stored else ""
    matches = hmac.compare_digest(secret_digest(presented), expected)
    return holder(stored if matches else None, at)


def holder(stored: ApiKey | None, at: datetime) -> Principal:
    """The principal that a stored key speaks for; raises `Unauthenticated` where it is none or has ended."""
    if stored is None or _ended(stored, at):
        raise Unauthenticated(code="auth.key")
    return Principal(stored.key_id, stored.role, stored.credit_code, stored.region)


def _ended(key: ApiKey, at: datetime) -> bool:
    return any(end is not None and end <= at for end in (key.revoked_at, key.expires_at))
