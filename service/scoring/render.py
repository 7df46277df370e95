"""A score and a ranking as plain JSON values: numbers as decimal text, every reason in Chinese and English.

An index and an axis are printed to 0.01, half to even; `rank_key` (conservative index, higher conservative
axis) and `rank_bounds` (conservative and favourable index) carry the integer micro-units that places compare.
"""

from __future__ import annotations

from service.scoring.exact import fixed, micro, plain, rounded_up, spoken
from service.scoring.result import AxisResult, Citation, Constraint, Reason, Score, Step, Triple
from service.scoring.ruleset import Ruleset
from service.scoring.wording import label, reason_text, step_text

Json = dict[str, object]
PLACES = 2
AXIS_PLACES = 4
SIGNIFICANT = 6


def score_to_json(score: Score, ruleset: Ruleset) -> Json:
    """Everything that a score rests on, in the order in which it is read."""
    return {
        "ruleset": score.ruleset,
        "enterprise": score.credit_code,
        "sector": score.sector,
        "region": score.region,
        "year": score.year,
        "synthetic": score.synthetic,
        "class": word(score.rating),
        "index": _printed(score.index, PLACES, "central"),
        "conservative_index": _printed(score.index, PLACES, "conservative"),
        "favourable_index": _printed(score.index, PLACES, "favourable"),
        "rank_key": list(score.rank_key) if score.rank_key else None,
        "rank_bounds": [micro(score.index.conservative), micro(score.index.favourable)] if score.index else None,
        "carbon": axis_to_json(score.carbon, ruleset),
        "pollutant": axis_to_json(score.pollutant, ruleset),
        "binding": [word(subject.split("@")[0]) for subject in score.binding],
        "next_class": word(score.next_rating) if score.next_rating else None,
        "to_next_class": [step_to_json(step, ruleset) for step in score.steps],
        "eligible": score.eligible,
        "compliance": dict(score.compliance),
        "vetoes": dict(score.vetoes),
        "reasons": [reason_to_json(reason, ruleset) for reason in score.reasons],
        "unranked": [reason_to_json(reason, ruleset) for reason in score.unranked],
        "anchors": [citation_to_json(c) for c in (*score.carbon.citations, *score.pollutant.citations)],
        "choices": choices(ruleset),
        "lowest_trust": score.lowest_trust,
    }


def axis_to_json(axis: AxisResult, ruleset: Ruleset) -> Json:
    """One axis: value with its bounds, what it stands on, coverage and what is missing."""
    return {
        "value": _printed(axis.value, AXIS_PLACES, "central"),
        "conservative": _printed(axis.value, AXIS_PLACES, "conservative"),
        "favourable": _printed(axis.value, AXIS_PLACES, "favourable"),
        "basis": [word(name) for name in axis.basis],
        "coverage": fixed(axis.covered, AXIS_PLACES) if axis.covered is not None else None,
        "near_zero_defined": axis.near_zero_defined,
        "constraints": [constraint_to_json(c) for c in axis.constraints],
        "missing": [reason_to_json(reason, ruleset) for reason in axis.missing],
    }


def constraint_to_json(constraint: Constraint) -> Json:
    """One amount against its anchors."""
    anchors = constraint.anchors
    return {
        "subject": constraint.subject,
        "amount": plain(constraint.amount, SIGNIFICANT),
        "conservative": plain(constraint.conservative, SIGNIFICANT) if constraint.conservative is not None else None,
        "unit": constraint.unit,
        "baseline": plain(anchors.baseline, SIGNIFICANT),
        "advanced": plain(anchors.advanced, SIGNIFICANT) if anchors.advanced is not None else None,
        "near_zero": plain(anchors.near_zero, SIGNIFICANT) if anchors.near_zero is not None else None,
        "level": fixed(constraint.level, AXIS_PLACES),
        "cap": plain(constraint.cap),
        "gate": constraint.gate,
    }


def citation_to_json(citation: Citation) -> Json:
    """One anchor with what it rests on; `basis` D document, c choice."""
    return {
        "role": citation.role,
        "line": citation.line_id,
        "subject": citation.subject or None,
        "value": plain(citation.value),
        "unit": citation.unit,
        "series": citation.series,
        "factor_id": citation.factor_id,
        "source": citation.source,
        "clause": citation.clause,
        "status": citation.status,
        "trust": citation.trust,
        "valid_from": citation.valid_from,
        "basis": citation.basis,
    }


def reason_to_json(reason: Reason, ruleset: Ruleset | None = None) -> Json:
    """A reason with its code, the line it is about, and its text in both languages."""
    zh, en = reason_text(reason, ruleset)
    return {"code": reason.code, "line": reason.line_id, "params": dict(reason.params), "zh": zh, "en": en}


def step_to_json(step: Step, ruleset: Ruleset | None = None) -> Json:
    """One thing that the next class asks for; its amount is rounded up, so that what is shown suffices."""
    amount = plain(rounded_up(step.amount, SIGNIFICANT)) if step.amount is not None else None
    zh, en = step_text(step, spoken(step.amount) if step.amount is not None else "", ruleset)
    return {"code": step.code, "subject": step.subject, "amount": amount, "unit": step.unit, "zh": zh, "en": en}


def choices(ruleset: Ruleset) -> list[Json]:
    """The ruleset's numbers with what each rests on, so that choices are seen as such in every answer."""
    return [
        {"name": name, "value": plain(p.value, SIGNIFICANT), "basis": p.basis, "source": p.source, "clause": p.clause}
        for name, p in ruleset.parameters.items()
    ]


def word(name: str) -> Json:
    """A word of the scheme with its labels."""
    zh, en = label(name)
    return {"id": str(name), "zh": zh, "en": en}


def _printed(value: Triple | None, places: int, part: str) -> str | None:
    return None if value is None else fixed(getattr(value, part), places)
