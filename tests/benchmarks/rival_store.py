"""How the literal stack stores a report: one session, one object per row, `add_all`, one commit."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import HTTPException, Response
from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel, create_engine, select

from tests.benchmarks.rival_answer import describe
from tests.benchmarks.rival_pint import Line
from tests.benchmarks.rival_rows import factor_set, line_row, report_row
from tests.benchmarks.rival_schema import ReportIn, ReportOut
from tests.benchmarks.rival_tables import (
    RivalFacility,
    RivalFactorSet,
    RivalHead,
    RivalIdempotency,
    RivalKey,
    RivalLog,
    RivalTotal,
)

SIGNING_KEY = Ed25519PrivateKey.generate()


def durable_engine(url: str) -> Engine:
    """SQLite in WAL mode with synchronous FULL, or PostgreSQL as it comes (fsync and synchronous_commit on)."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=16)
    engine = create_engine(url, pool_size=16, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def create_tables(engine: Engine) -> None:
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session:
        if session.get(RivalHead, 1) is None:
            session.add(RivalHead(only=1, seq=0, hash=""))
            session.commit()


def begin_write(session: Session) -> None:
    """SQLite takes its write lock here, after the calculation, so that the lock is held as briefly as possible."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def store(session: Session, report: ReportIn, lines: Sequence[Line], key: RivalKey, idempotency_key: str) -> Any:
    body = report.model_dump_json().encode()
    fingerprint = hashlib.sha256(body).hexdigest()
    begin_write(session)
    known = session.get(RivalIdempotency, (key.key_id, idempotency_key))
    if known is not None:
        return replay(known, fingerprint)
    check_facility(session, report, key)
    return insert(session, report, body, fingerprint, lines, key, idempotency_key)


def replay(known: RivalIdempotency, fingerprint: str) -> Response:
    if known.fingerprint != fingerprint:
        raise HTTPException(409)
    return Response(known.answer, known.status, media_type="application/json")


def check_facility(session: Session, report: ReportIn, key: RivalKey) -> None:
    facility = session.get(RivalFacility, report.facility)
    if facility is None or facility.credit_code != key.credit_code or report.enterprise != key.credit_code:
        raise HTTPException(404)


def insert(
    session: Session,
    report: ReportIn,
    body: bytes,
    fingerprint: str,
    lines: Sequence[Line],
    key: RivalKey,
    idempotency_key: str,
) -> ReportOut:
    report_id = uuid4().hex
    totals = Counter[str]()
    for line in lines:
        totals[line.substance] += line.grams
    totals["CO2e"] = totals["CO2"]
    entry = append_log(session, "report.submitted", report_id, {"body": fingerprint, "totals": dict(totals)})
    answer = describe(report_id, totals, entry.seq, entry.hash, entry.at)
    row = report_row(report, report_id, body, fingerprint, key)
    if session.get(RivalFactorSet, row.factor_set_id) is None:
        session.add(RivalFactorSet(id=row.factor_set_id, content=factor_set()))
    session.add(row)
    session.flush()
    session.add_all(line_row(report_id, number, line) for number, line in enumerate(lines))
    session.add_all(
        RivalTotal(report_id=report_id, substance=name, quanta=grams, quantum="g") for name, grams in totals.items()
    )
    encoded = answer.model_dump_json().encode()
    session.add(
        RivalIdempotency(scope=key.key_id, key=idempotency_key, fingerprint=fingerprint, status=201, answer=encoded)
    )
    session.commit()
    return answer


def append_log(session: Session, kind: str, subject: str, body: dict[str, Any]) -> RivalLog:
    head = session.exec(select(RivalHead).with_for_update()).one()
    seq, previous = head.seq + 1, head.hash
    at = datetime.now(UTC)
    text = json.dumps(body, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(f"{previous}|{seq}|{at.isoformat()}|{kind}|{subject}|{text}".encode()).hexdigest()
    signature = SIGNING_KEY.sign(digest.encode())
    head.seq, head.hash = seq, digest
    entry = RivalLog(
        seq=seq, at=at, kind=kind, subject=subject, body=text, previous=previous, hash=digest, signature=signature
    )
    session.add(entry)
    return entry
