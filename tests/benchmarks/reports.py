"""A report of 100 lines over HTTP, durable, one worker, 16 connections: the product beside the rival.

Every cell starts a fresh server on a fresh database. Cells of one repeat follow each other, so that a slow minute of
the machine falls on both contestants.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.benchmarks import workload
from tests.benchmarks.load import Load, Target
from tests.benchmarks.servers import new_database, postgres
from tests.benchmarks.spread import Spread, quantile

CONNECTIONS = 16
WARM_UP_SECONDS = 1.0

Serve = Callable[[str, list[Target], Path], AbstractContextManager[tuple[int, list[Target]]]]


@dataclass(frozen=True)
class Cell:
    """One contestant on one store: reports per second, and milliseconds at the median and the 99th percentile."""

    contestant: str
    store: str
    rate: Spread
    p50: Spread
    p99: Spread
    reports: int
    answer_bytes: int


def drive(load: Load) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.load"]
    text = json.dumps(asdict(load), ensure_ascii=False)
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True)
    seen: dict[str, Any] = json.loads(done.stdout) | {"seconds": load.seconds}
    if set(seen["statuses"]) != {"201"}:
        raise RuntimeError(f"not every report was taken: {seen['statuses']} {seen['first_refusal']}")
    return seen


def run_once(serve: Serve, url: str, targets: list[Target], seconds: float, directory: Path) -> dict[str, Any]:
    with serve(url, targets, directory) as (port, known):
        first = known[0]
        body = workload.report(first.credit_code, first.permit_code) | {"period": first.period}
        text = workload.encode(body).decode()
        return drive(Load(port, CONNECTIONS, WARM_UP_SECONDS, seconds, text, known))


@contextmanager
def stores(names: Sequence[str], directory: Path) -> Iterator[dict[str, Callable[[], str]]]:
    """Yield, by name of the store, what makes an empty database and returns its URL."""
    counter = iter(range(sys.maxsize))
    makers: dict[str, Callable[[], str]] = {
        "sqlite": lambda: f"sqlite:///{directory / f'bench{next(counter)}.sqlite3'}"
    }
    if "postgresql" not in names:
        yield makers
        return
    with postgres(directory) as server:
        yield makers | {"postgresql": lambda: new_database(server)}


def measure(
    contestants: dict[str, Serve], names: Sequence[str], targets: list[Target], repeats: int, seconds: float
) -> list[Cell]:
    seen: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with TemporaryDirectory(prefix="nearzero-bench-") as temporary:
        directory = Path(temporary)
        with stores(names, directory) as makers:
            for _ in range(repeats):
                for store in names:
                    for contestant, serve in contestants.items():
                        once = run_once(serve, makers[store](), targets, seconds, directory)
                        seen.setdefault((contestant, store), []).append(once)
    return [cell(contestant, store, runs) for (contestant, store), runs in seen.items()]


def cell(contestant: str, store: str, runs: Sequence[dict[str, Any]]) -> Cell:
    return Cell(
        contestant=contestant,
        store=store,
        rate=Spread.of([len(run["latencies"]) / run["seconds"] for run in runs]),
        p50=Spread.of([1000 * quantile(run["latencies"], 0.5) for run in runs]),
        p99=Spread.of([1000 * quantile(run["latencies"], 0.99) for run in runs]),
        reports=sum(len(run["latencies"]) for run in runs),
        answer_bytes=runs[-1]["answer_bytes"],
    )
