"""Lines as they are stored: answers replay them instead, so that only tests and other programs read the rows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.records import ReportLine
from service.storage.tables import Table


def lines_of_many(session: Session, seqs: Collection[int]) -> Mapping[int, tuple[ReportLine, ...]]:
    table = Table.metadata.tables["report_line"]
    rows = session.execute(select(table).where(table.c.report_seq.in_(seqs)).order_by(*table.primary_key))
    by_version = groupby(rows, key=lambda row: int(row.report_seq))
    return {seq: tuple(ReportLine(*tuple(row)[1:]) for row in found) for seq, found in by_version}
