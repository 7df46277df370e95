"""`nearzero serve` as an operator starts it: a real process on a real socket, in an empty directory."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.api.builders import calculation

START_LIMIT_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of the server, in the directory that it runs in."""
    return Path(tmp_path_factory.mktemp("serving")) / "log"


@pytest.fixture(scope="module")
def address(log: Path) -> Iterator[str]:
    """The address of a running server; at the end it is asked to stop, and has to."""
    directory = log.parent
    port = free_port()
    command = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("NEARZERO_")}
    root = Path(__file__).resolve().parents[2]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=directory, env=clean | {"PYTHONPATH": str(root)}, stdout=out, stderr=out)
        try:
            wait_until_alive(f"http://127.0.0.1:{port}", server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(START_LIMIT_SECONDS) in (0, -signal.SIGTERM), log.read_text()
    assert (directory / "nearzero.sqlite3").exists()


def wait_until_alive(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            httpx.get(f"{address}/livez", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def test_is_ready_without_further_set_up(address: str) -> None:
    assert httpx.get(f"{address}/readyz", trust_env=False).json() == {"status": "ok"}


def test_calculates(address: str) -> None:
    answer = httpx.post(f"{address}/v1/calculations", json=calculation(), trust_env=False)
    assert answer.json()["totals"][0] == {
        "substance": "CO2",
        "medium": "air",
        "mass": {"value": "27068.55", "unit": "t"},
        "bases": ["calculated"],
        "trust": "primary",
    }


def test_serves_its_documentation(address: str) -> None:
    assert httpx.get(f"{address}/docs", trust_env=False).status_code == 200
    assert httpx.get(f"{address}/openapi.json", trust_env=False).json()["openapi"].startswith("3.1")


def test_does_not_name_the_software_that_serves(address: str) -> None:
    assert "server" not in httpx.get(f"{address}/livez", trust_env=False).headers


def test_a_sender_who_hangs_up_is_no_failure(address: str, log: Path) -> None:
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10) as connection:
        connection.sendall(
            b"POST /v1/calculations HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
            b"Content-Length: 500\r\n\r\n{"
        )
    # Answered after it, so what the server had to say of the other one is in its log by now.
    assert httpx.get(f"{address}/readyz", trust_env=False).status_code == 200
    assert "Traceback" not in log.read_text()


def test_an_announced_fifty_megabytes_are_refused_before_they_are_read(address: str) -> None:
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10) as connection:
        connection.sendall(
            b"POST /v1/calculations HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n"
            b"Content-Length: 50000000\r\n\r\n{"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")
