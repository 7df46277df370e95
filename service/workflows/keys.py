"""Issue, list and revoke API keys. A key is shown once, when it is issued; only its digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from weakref import WeakKeyDictionary

from service.access import KEY_ENTROPY_BYTES, authenticate, holder, key_from_entropy, parse_key, secret_digest
from service.errors import Fault, InvalidInput
from service.identifiers import parse_credit_code, parse_region_prefix
from service.records import ApiKey, Principal, Role
from service.storage.changes import Change, LogDraft, Revocation
from service.storage.keys import all_keys, key_by_id
from service.storage.session import Store


def issue(
    store: Store,
    role: Role,
    *,
    credit_code: str | None = None,
    region: str | None = None,
    label: str = "",
    days: int | None = None,
) -> str:
    """Issue a key and return it, for the only time.

    An enterprise's key is bound to its 统一社会信用代码, a regulator's and a verifier's to a region subtree; raises
    `InvalidInput` where that binding is missing or not valid.
    """
    bound_code = parse_credit_code(credit_code or "", "/credit_code") if role is Role.enterprise else None
    bound_region = None
    if role in (Role.regulator, Role.verifier):
        if not region:
            raise InvalidInput(Fault("key.region_missing", "/region"))
        bound_region = parse_region_prefix(region, "/region")
    text = key_from_entropy(secrets.token_bytes(KEY_ENTROPY_BYTES))
    now = datetime.now(UTC)
    key = ApiKey(
        key_id=text.key_id,
        role=role,
        credit_code=bound_code,
        region=bound_region,
        label=label,
        secret_digest=secret_digest(text),
        issued_at=now,
        expires_at=now + timedelta(days=days) if days else None,
    )
    store.writer.submit(Change(log=(LogDraft("key.issued", key.key_id, {"role": role.value}),), key=key)).result()
    return str(text)


def listed(store: Store) -> Sequence[ApiKey]:
    """Return every key as stored."""
    with store.read() as session:
        return all_keys(session)


def revoke(store: Store, key_id: str) -> None:
    """End a key now; raises `NotFound` for an unknown one."""
    revocation = Revocation(key_id, datetime.now(UTC))
    store.writer.submit(Change(log=(LogDraft("key.revoked", key_id),), revocation=revocation)).result()


#: Good keys that a process keeps, as it last saw them; all are given up where there are more.
MOST_KEPT = 1000
_SEEN: WeakKeyDictionary[Store, dict[str, ApiKey]] = WeakKeyDictionary()


def principal_of(store: Store, presented: str) -> Principal:
    """Return who presents a key; raises `Unauthenticated`."""
    text = parse_key(presented)
    with store.glance() as connection:
        stored = key_by_id(connection, text.key_id)
    principal = authenticate(text, stored, datetime.now(UTC))
    seen = _SEEN.setdefault(store, {})
    if stored is not None:
        if len(seen) >= MOST_KEPT:
            seen.clear()
        seen[text.key_id] = stored
    return principal


def principal_of_id(store: Store, key_id: str, at: datetime) -> Principal:
    """Return who holds a key that was presented before; raises `Unauthenticated` where it has ended since."""
    with store.glance() as connection:
        return holder(key_by_id(connection, key_id), at)


def unconfirmed_principal_of(store: Store, presented: str) -> Principal | None:
    """Return who presents a key that was good when this process last saw it; None where it never did.

    Nothing but a revocation ever changes a key, so whoever acts on this asks the database for that, in the statement
    that it runs anyway. Raises `Unauthenticated` for a wrong secret and an expired key.
    """
    text = parse_key(presented)
    seen = _SEEN.get(store, {}).get(text.key_id)
    return authenticate(text, seen, datetime.now(UTC)) if seen else None
