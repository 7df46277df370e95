"""The key that signs the heads of the log, and the public keys that the database knows."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from service.errors import Misconfigured
from service.ledger import key_id, read_public_key
from service.storage.tables import Table


def load_or_create_signing_key(source: str | Path) -> Ed25519PrivateKey:
    """The key from PEM text (PKCS 8) or from a PEM file; a missing file is created, readable by its owner alone.

    Raises `Misconfigured` where that is no Ed25519 private key, or a path that cannot be read or written.
    """
    try:
        return _from_pem(_pem(str(source)))
    except (ValueError, TypeError, UnsupportedAlgorithm, OSError) as error:
        raise Misconfigured(code="settings.signing_key", pointer="/environment/NEARZERO_SIGNING_KEY") from error


def _pem(source: str) -> bytes:
    if source.lstrip().startswith("-----BEGIN"):
        return source.encode()
    path = Path(source)
    if not path.exists():
        _create(path)
    return path.read_bytes()


def _create(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    # Written aside (by mkstemp for the owner alone) and linked: of two processes that start together both then read
    # one and the same whole key.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)


def _from_pem(pem: bytes) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("the signing key must be an Ed25519 private key")
    return key


def is_known(connection: Connection, name: str) -> bool:
    """Whether this key has been introduced."""
    table = Table.metadata.tables["signing_key"]
    return connection.execute(select(table.c.key_id).where(table.c.key_id == name)).one_or_none() is not None


def public_keys(session: Session) -> dict[str, Ed25519PublicKey]:
    """All keys that ever signed, by key id; without those that are not, or no longer, what their id says."""
    table = Table.metadata.tables["signing_key"]
    rows = session.execute(select(table.c.key_id, table.c.public_key)).all()
    readable = {name: read_public_key(text) for name, text in rows}
    return {name: key for name, key in readable.items() if key is not None and key_id(key) == name}
