"""A database of its own, keys issued for it, and a real server on loopback: what an operator would set up first."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import httpx

from service.records import Role
from service.storage.session import migrate, open_store
from service.storage.signing import load_or_create_signing_key
from service.workflows.keys import issue

HOST = "127.0.0.1"
#: Against a server that hangs; one that ends is seen at once. A first start on a busy machine compiles for a while.
START_LIMIT_SECONDS = 300.0
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Ground:
    """Where one run of the demo keeps its database, signing key and server log."""

    directory: Path

    @property
    def database_url(self) -> str:
        """Return the URL of the run's SQLite file."""
        return f"sqlite:///{self.directory / 'demo.sqlite3'}"

    @property
    def signing_key(self) -> Path:
        """Return the path of the key that signs the run's log."""
        return self.directory / "signing-key.pem"

    @property
    def log(self) -> Path:
        """Return the path of the server's output."""
        return self.directory / "server.log"


@dataclass(frozen=True, slots=True)
class Keys:
    """API keys by enterprise and by region, and the administrator's."""

    administrator: str
    enterprises: dict[str, str]
    regulators: dict[str, str]


def prepare(ground: Ground, credit_codes: Iterable[str], regions: Iterable[str]) -> Keys:
    """Migrate a fresh database and issue a key to each enterprise, regulator and the administrator."""
    migrate(ground.database_url)
    store = open_store(ground.database_url, load_or_create_signing_key(ground.signing_key))
    try:
        return Keys(
            administrator=issue(store, Role.administrator, label="demo"),
            enterprises={c: issue(store, Role.enterprise, credit_code=c, label="demo") for c in credit_codes},
            regulators={r: issue(store, Role.regulator, region=r, label="demo") for r in regions},
        )
    finally:
        store.close()


@contextmanager
def running(ground: Ground) -> Iterator[str]:
    """Run the product under uvicorn on a free port of loopback and yield its address."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "service.app:create_app", "--factory", "--host", HOST]
    command += ["--port", str(port), "--no-access-log"]
    settings = {"NEARZERO_DATABASE_URL": ground.database_url, "NEARZERO_SIGNING_KEY": str(ground.signing_key)}
    with ground.log.open("wb") as output:
        server = subprocess.Popen(command, env=os.environ | settings, stdout=output, stderr=output)  # noqa: S603 (our own command)
        try:
            address = f"http://{HOST}:{port}"
            _wait_until_alive(address, server, ground)
            yield address
        finally:
            server.terminate()
            server.wait(START_LIMIT_SECONDS)


def _free_port() -> int:
    with socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_alive(address: str, server: subprocess.Popen[bytes], ground: Ground) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{address}/livez", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(POLL_SECONDS)
    raise RuntimeError(f"the server did not start:\n{ground.log.read_text(errors='replace')}")
