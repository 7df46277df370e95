"""Prepare and start the rival on a fresh database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import Session

from tests.benchmarks.load import Target
from tests.benchmarks.rival import hashed
from tests.benchmarks.rival_store import create_tables, durable_engine
from tests.benchmarks.rival_tables import RivalFacility, RivalKey
from tests.benchmarks.servers import uvicorn

SECRET = "a-secret-of-the-benchmark"


@contextmanager
def serve_rival(url: str, targets: list[Target], directory: Path) -> Iterator[tuple[int, list[Target]]]:
    """Yield the port and the targets, each with a key that the rival knows."""
    engine = durable_engine(url)
    create_tables(engine)
    with Session(engine) as session:
        keys = {target.credit_code for target in targets}
        session.add_all(RivalKey(key_id=code, secret_hash=hashed(SECRET), credit_code=code) for code in keys)
        sites = {target.permit_code: target.credit_code for target in targets}
        session.add_all(RivalFacility(permit_code=permit, credit_code=code) for permit, code in sites.items())
        session.commit()
    engine.dispose()
    known = [Target(f"{t.credit_code}.{SECRET}", t.credit_code, t.permit_code, t.period) for t in targets]
    factory = "tests.benchmarks.rival:create_app"
    with uvicorn(factory, {"RIVAL_DATABASE_URL": url}, directory / "rival.log") as port:
        yield port, known
