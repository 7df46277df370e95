"""Ranking pages over HTTP, one at a time on a kept connection, by turns with a bare endpoint of the same bytes."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import perf_counter
from unittest.mock import patch
from urllib.parse import urlencode

from fastapi import FastAPI, Response

from service.app import create_app
from service.workflows import rank
from service.workflows.rank_page import standing_page
from tests.benchmarks.servers import uvicorn
from tests.benchmarks.spread import quantile

WARM_UP = 30
_DIRECTORY = "BARE_DIRECTORY"


@dataclass(frozen=True)
class HttpCell:
    """Milliseconds of one answer of `answer_bytes`, by the product and by the bare endpoint.

    `first` is a page that nobody asked for since the ranks were made; the product keeps those that somebody did.
    """

    case: str
    answer_bytes: int
    p50: float
    p99: float
    first_p50: float
    first_p99: float
    bare_p50: float
    bare_p99: float


class Connection:
    """The least of an HTTP client, so that its own cost hides nothing."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, token: str) -> bytes:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        self._socket.sendall(head.encode())
        answer = bytearray()
        while (end := answer.find(b"\r\n\r\n")) < 0:
            answer += self._received()
        lines = bytes(answer[:end]).lower().split(b"\r\n")
        length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
        while len(answer) < end + 4 + length:
            answer += self._received()
        if int(lines[0].split()[1]) != HTTPStatus.OK:
            raise RuntimeError(bytes(answer[:2000]).decode())
        return bytes(answer[end + 4 :])

    def _received(self) -> bytes:
        part = self._socket.recv(1 << 18)
        if not part:
            raise RuntimeError("the server hung up")
        return part

    def close(self) -> None:
        self._socket.close()


def create_forgetful() -> FastAPI:
    """The product without the pages that it keeps."""
    patch.object(rank, "kept_page", standing_page).start()
    return create_app()


def create_bare() -> FastAPI:
    """An endpoint that returns stored bytes and does nothing else."""
    app = FastAPI()
    kept = {file.name: file.read_bytes() for file in Path(os.environ[_DIRECTORY]).iterdir()}

    @app.get("/bare/{name}")
    async def get_bare(name: str) -> Response:
        return Response(kept[name], media_type="application/json")

    return app


def measure(
    paths: Mapping[str, Mapping[str, str]], token: str, settings: Mapping[str, str], directory: Path, repeats: int
) -> list[HttpCell]:
    """`paths` are the parameters of `/v1/rankings` by case."""
    asked = {case: f"/v1/rankings?{urlencode(query)}" for case, query in paths.items()}
    kept = directory / "bare"
    kept.mkdir()
    with uvicorn("service.app:create_app", settings, directory / "product.log") as port:
        with connected(port) as product:
            for number, path in enumerate(asked.values()):
                (kept / str(number)).write_bytes(product.get(path, token))
        here = "tests.benchmarks.ranking_http"
        with (
            uvicorn(f"{here}:create_forgetful", settings, directory / "forgetful.log") as forgetful,
            uvicorn(f"{here}:create_bare", {_DIRECTORY: str(kept)}, directory / "bare.log") as bare,
        ):
            return [
                cell(case, ((port, path), (forgetful, path), (bare, f"/bare/{number}")), token, repeats)
                for number, (case, path) in enumerate(asked.items())
            ]


@contextmanager
def connected(port: int) -> Iterator[Connection]:
    connection = Connection(port)
    try:
        yield connection
    finally:
        connection.close()


def cell(case: str, asked: Sequence[tuple[int, str]], token: str, repeats: int) -> HttpCell:
    """`asked` are ports and paths of the product, of its forgetful kind, and of the bare endpoint."""
    seen: list[list[float]] = [[] for _ in asked]
    size = 0
    with ExitStack() as open_ones:
        connections = [open_ones.enter_context(connected(port)) for port, _ in asked]
        turns = list(zip(seen, connections, (path for _, path in asked), strict=True))
        for number in range(WARM_UP + repeats):
            for times, connection, path in turns[:: 1 if number % 2 else -1]:
                start = perf_counter()
                size = len(connection.get(path, token))
                if number >= WARM_UP:
                    times.append(1000 * (perf_counter() - start))
    return HttpCell(case, size, *(quantile(times, share) for times in seen for share in (0.5, 0.99)))
