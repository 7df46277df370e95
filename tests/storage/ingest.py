"""A process of its own that submits reports until it is killed, and names each one on stdout once it is stored.

Arguments: database URL, a prefix for report ids, and optionally how many reports to submit before it ends.
"""

from __future__ import annotations

import sys
from concurrent.futures import Future
from datetime import UTC, datetime
from itertools import count, islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from service.storage.changes import Receipt
from service.storage.session import open_store
from tests.storage.builders import once, submit

_IN_FLIGHT = 16


def main(url: str, prefix: str, most: int | None) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    store = open_store(url, key, clock=lambda: datetime.now(UTC))
    waiting: list[tuple[str, Future[Receipt]]] = []
    for number in islice(count(), most):
        report_id = f"{prefix}{number}"
        change = submit(
            report_id, 1, lines=20, permit_code=f"P-{prefix}-{number % 7}", year=number, idempotency=once(report_id)
        )
        waiting.append((report_id, store.writer.submit(change)))
        if len(waiting) == _IN_FLIGHT:
            _acknowledge(waiting)
    _acknowledge(waiting)
    store.close()


def _acknowledge(waiting: list[tuple[str, Future[Receipt]]]) -> None:
    for report_id, future in waiting:
        print(report_id, future.result().answer.decode(), flush=True)
    waiting.clear()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None)
