"""What hangs under a report version: totals, findings, and the factors that it used. Read by version `seq`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from service.records import FactorSetRow, FindingRow, ReportTotal
from service.storage.tables import Table


def totals_of_many(session: Session, seqs: Collection[int]) -> Mapping[int, tuple[ReportTotal, ...]]:
    return {seq: tuple(map(_total, rows)) for seq, rows in _parts(session, "report_total", seqs)}


def substances_held(
    session: Session, reports: Collection[tuple[str, int]]
) -> Mapping[tuple[str, int], tuple[str, Mapping[str, tuple[str, ...]]]]:
    """Of report versions (report id, version): the site's permit, and the substances with a total, by account."""
    version, total = (Table.metadata.tables[name] for name in ("report_version", "report_total"))
    columns = (version.c.report_id, version.c.version, version.c.permit_code, total.c.account, total.c.substance)
    query = select(*columns).distinct().join_from(version, total, version.c.seq == total.c.report_seq)
    query = query.where(version.c.report_id.in_({report_id for report_id, _ in reports})).order_by(*columns)
    found: dict[tuple[str, int], tuple[str, dict[str, tuple[str, ...]]]] = {}
    for report_id, number, permit_code, account, substance in session.execute(query):
        if (report_id, number) in reports:
            _, accounts = found.setdefault((report_id, number), (permit_code, {}))
            accounts[account] = (*accounts.get(account, ()), substance)
    return found


def findings_of(session: Session, seq: int) -> tuple[FindingRow, ...]:
    """By number."""
    for _, rows in _parts(session, "finding", [seq]):
        return tuple(FindingRow(r.line_no, r.code, r.severity, r.pointer, orjson.loads(r.params)) for r in rows)
    return ()


def factor_set_by_id(session: Session, factor_set_id: str) -> FactorSetRow | None:
    """The stored factors, whose id is the sha256 of their content."""
    table = Table.metadata.tables["factor_set"]
    row = session.execute(select(table.c.id, table.c.content).where(table.c.id == factor_set_id)).one_or_none()
    return None if row is None else FactorSetRow(row.id, row.content)


def _parts(session: Session, name: str, seqs: Collection[int]) -> Iterator[tuple[int, list[Row[Any]]]]:
    table = Table.metadata.tables[name]
    query = select(table).where(table.c.report_seq.in_(seqs)).order_by(*table.primary_key)
    for seq, rows in groupby(session.execute(query), key=lambda row: int(row.report_seq)):
        yield seq, list(rows)


def _total(row: Row[Any]) -> ReportTotal:
    return ReportTotal(row.substance, row.gwp or None, row.basis, row.quanta, row.quantum, row.account)
