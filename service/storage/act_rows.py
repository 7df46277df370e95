"""Official acts as rows of their tables, for the writer."""

from __future__ import annotations

from collections.abc import Iterable

from service.acts import Act, Objection, ObjectionRuling, Publication, Recognition
from service.ledger import instant_text
from service.parks import Park, ParkAssignment
from service.storage.rows import Row

#: Tables of official acts; referenced ones before those that refer to them.
ACT_TABLES = ("recognition", "publication", "objection", "objection_ruling", "park", "park_assignment")


def act_rows(acts: Iterable[Act], seq: int) -> dict[str, list[Row]]:
    """Rows by table, all under the log number of their change."""
    staged: dict[str, list[Row]] = {}
    for act in acts:
        table, row = _row(act, seq)
        staged.setdefault(table, []).append(row)
    return staged


def _row(act: Act, seq: int) -> tuple[str, Row]:
    match act:
        case Recognition():
            return "recognition", _recognition(act, seq)
        case Publication():
            return "publication", _publication(act, seq)
        case Objection():
            return "objection", _objection(act, seq)
        case ObjectionRuling():
            return "objection_ruling", _ruling(act, seq)
        case Park():
            return "park", _park(act, seq)
        case ParkAssignment():
            return "park_assignment", _assignment(act, seq)


def _recognition(act: Recognition, seq: int) -> Row:
    about = act.credit_code, act.ruleset, act.year, act.criterion, act.item, act.outcome.value, act.reason, act.evidence
    days = act.starts.isoformat(), act.expires.isoformat() if act.expires else None
    return (seq, *about, *days, act.region, act.decided_by, instant_text(act.decided_at))


def _publication(act: Publication, seq: int) -> Row:
    scope = act.scope
    about = act.number, act.stage.value, scope.ruleset, scope.year, scope.region, scope.sector, scope.synthetic
    when = act.ordinal, act.as_of, instant_text(act.closes_at), act.published_by, instant_text(act.published_at)
    return (seq, *about, *when, act.body)


def _objection(act: Objection, seq: int) -> Row:
    about = act.objection_id, act.number, act.credit_code, act.reason, act.evidence, act.filed_by
    return (seq, *about, instant_text(act.filed_at))


def _ruling(act: ObjectionRuling, seq: int) -> Row:
    about = act.objection_id, act.number, act.ruling.value, act.reason, act.evidence, act.region, act.decided_by
    return (seq, *about, instant_text(act.decided_at))


def _park(act: Park, seq: int) -> Row:
    return (seq, act.park, act.name_zh, act.name_en, act.region, act.decided_by, instant_text(act.decided_at))


def _assignment(act: ParkAssignment, seq: int) -> Row:
    about = act.permit_code, act.credit_code, act.park, act.starts.isoformat(), act.reason, act.evidence
    return (seq, *about, act.region, act.decided_by, instant_text(act.decided_at))
