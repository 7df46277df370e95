"""The load client: a process of its own that posts each report once over a few kept-alive connections.

It reads a `Load` as JSON on stdin and prints what it saw as JSON on stdout. Raw asyncio streams keep its own cost low,
because it shares the machine with the server that it measures.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter


@dataclass(frozen=True)
class Target:
    """One report to be posted: by which key, for which site, for which year."""

    token: str
    credit_code: str
    permit_code: str
    period: str


@dataclass(frozen=True)
class Load:
    """What to post: `body` is the report of the first target; the others differ in their codes and year only."""

    port: int
    connections: int
    warm_up: float
    seconds: float
    body: str
    targets: list[Target]


@dataclass
class Seen:
    """What came back between the warm-up and the end; a rate is the number of answers over that time."""

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    answer_bytes: int = 0
    first_refusal: str = ""


def request(load: Load, target: Target) -> bytes:
    model = load.targets[0]
    body = (
        load.body.replace(model.permit_code, target.permit_code)
        .replace(f'"{model.credit_code}"', f'"{target.credit_code}"')
        .replace(f'"period":"{model.period}"', f'"period":"{target.period}"')
        .encode()
    )
    head = (
        "POST /v1/reports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {target.token}\r\nIdempotency-Key: {target.permit_code}-{target.period}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
    )
    return int(head[9:12]), await reader.readexactly(length)


async def connection(load: Load, targets: Iterator[Target], start: float, seen: Seen) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    stop = start + load.warm_up + load.seconds
    for target in targets:
        message = request(load, target)
        sent = perf_counter()
        if sent >= stop:
            break
        writer.write(message)
        status, answer = await read_answer(reader)
        done = perf_counter()
        if stop - load.seconds <= done < stop:
            seen.statuses[status] += 1
            seen.latencies.append(done - sent)
            seen.answer_bytes = len(answer)
        if status >= 400:
            seen.statuses[status] += 1
            seen.first_refusal = answer.decode()[:2000]
            break
    writer.close()


async def drive(load: Load) -> Seen:
    seen, targets, start = Seen(), iter(load.targets), perf_counter()
    await asyncio.gather(*(connection(load, targets, start, seen) for _ in range(load.connections)))
    return seen


def main() -> None:
    read = json.load(sys.stdin)
    read["targets"] = [Target(**target) for target in read["targets"]]
    json.dump(vars(asyncio.run(drive(Load(**read)))), sys.stdout)


if __name__ == "__main__":
    main()
