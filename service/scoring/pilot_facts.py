"""What a bureau may find by hand under a ruleset, and what standing findings tell the evaluation.

A finding by hand answers what only people can answer: an open-ended "等", the bureau's own selection, whether a measure
was taken, a furnace is in use, a medium applies. It is never an answer to a criterion that is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from service.acts import Outcome, Recognition
from service.scoring.inventory import Answer, Veto
from service.scoring.pilots import Criterion, Decision, PilotRuleset, Verdict
from service.scoring.ruleset import Ruleset

JUDGED = (Outcome.passed, Outcome.failed)
FOUND = (Outcome.yes, Outcome.no)
OUTCOMES: Mapping[str, tuple[Outcome, ...]] = {
    "industry": JUDGED,
    "decision": JUDGED,
    "measures": FOUND,
    "equipment": FOUND,
    "media": (*FOUND, Outcome.not_applicable),
}


@dataclass(frozen=True, slots=True)
class ByHand:
    """What may be found on one criterion: `items` that it can be about (none: the whole criterion) and `outcomes`."""

    items: tuple[str, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Standing findings on one enterprise-year, sorted by what they answer."""

    decisions: tuple[Decision, ...] = ()
    measures: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Answer] = field(default_factory=dict)
    equipment: Mapping[str, Answer] = field(default_factory=dict)
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def by_hand(ruleset: PilotRuleset) -> Mapping[str, ByHand]:
    """Criteria of a plan that people answer, with what they may answer."""
    return {c.id: ByHand(_items(c), OUTCOMES[c.form]) for c in ruleset.criteria if _left_open(c)}


def vetoes_by_hand(ruleset: Ruleset) -> Mapping[str, ByHand]:
    """Vetoes and caps of the scheme: each stands or was looked at and does not."""
    return {fact.id: ByHand((), FOUND) for fact in (*ruleset.vetoes, *(cap.fact for cap in ruleset.caps))}


def facts_of(found: Iterable[Recognition], ruleset: PilotRuleset, day: date) -> Facts:
    """The facts of one enterprise-year on a day; what has expired or not begun is nobody's finding any more."""
    criteria = {criterion.id: criterion for criterion in ruleset.criteria}
    running = [record for record in found if record.criterion in criteria and record.runs(day)]
    of = {form: [r for r in running if criteria[r.criterion].form == form] for form in OUTCOMES}
    return Facts(
        tuple(_decision(record) for record in (*of["industry"], *of["decision"])),
        {r.item: r.evidence for r in of["measures"] if r.outcome is Outcome.yes},
        {r.item: Answer(r.outcome.value) for r in sorted(of["media"], key=_is_no)},
        {r.item: Answer(r.outcome.value) for r in sorted(of["equipment"], key=_is_yes)},
        {r.item: told(r) for r in (*of["media"], *of["equipment"])},
    )


def _is_no(record: Recognition) -> bool:
    """Last where two bureaus say two things, so that it counts: data that one of them misses are missing."""
    return record.outcome is Outcome.no


def _is_yes(record: Recognition) -> bool:
    """Last where two bureaus say two things, so that it counts: what runs at one site is in use."""
    return record.outcome is Outcome.yes


def told(record: Recognition) -> tuple[str, ...]:
    """What a finding by hand rests on: its evidence with the outcome, the reason, and whose it is until when."""
    until = f" until {record.expires.isoformat()}" if record.expires else ""
    return f"{record.evidence} ({record.outcome.value})", record.reason, f"region={record.region}{until}"


def vetoes_of(found: Iterable[Recognition], ruleset: Ruleset, day: date) -> tuple[Veto, ...]:
    """Vetoes and caps of one enterprise-year; that one does not stand is known only while that finding runs."""
    known = {fact.id: fact for fact in (*ruleset.vetoes, *(cap.fact for cap in ruleset.caps))}
    return tuple(
        Veto(
            r.criterion, Answer(r.outcome.value), known[r.criterion].source, r.evidence, r.starts, r.expires,
            r.decided_by,
        )
        for r in found
        if r.criterion in known and (r.outcome is Outcome.yes or r.runs(day))
    )  # fmt: skip


def _left_open(criterion: Criterion) -> bool:
    return criterion.form in OUTCOMES and (criterion.form != "industry" or criterion.open_ended)


def _items(criterion: Criterion) -> tuple[str, ...]:
    return () if OUTCOMES[criterion.form] is JUDGED else criterion.words


def _decision(record: Recognition) -> Decision:
    verdict = Verdict.passed if record.outcome is Outcome.passed else Verdict.failed
    return Decision(record.criterion, verdict, record.region, record.reason, record.evidence, record.expires)
