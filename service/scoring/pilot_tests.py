"""The closed list of tests that pilot criteria are made of, and judging an enterprise by a ruleset of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.scoring.exact import fixed
from service.scoring.inventory import Answer
from service.scoring.pilots import Candidate, Criterion, Finding, Judgement, PilotRuleset, Verdict, decided
from service.scoring.result import Rating

Told = tuple[Verdict, tuple[str, ...]]
ADVANCED = (Rating.industry_advanced, Rating.candidate, Rating.model)


def judge(candidate: Candidate, ruleset: PilotRuleset) -> Judgement:
    """Every criterion of a ruleset for one enterprise, in the ruleset's order."""
    historic = ruleset.valid_to is not None and candidate.judged_on > ruleset.valid_to
    findings = tuple(_finding(candidate, criterion, ruleset) for criterion in ruleset.criteria)
    return Judgement(f"{ruleset.id}@{ruleset.version}", candidate.credit_code, historic, findings)


def _finding(candidate: Candidate, criterion: Criterion, ruleset: PilotRuleset) -> Finding:
    verdict, evidence = TESTS[criterion.form](candidate, criterion)
    decision = decided(candidate, criterion, ruleset) if verdict is Verdict.manual else None
    if decision is None:
        return Finding(criterion, verdict, evidence)
    return Finding(
        criterion, decision.verdict, (*evidence, decision.evidence, decision.reason), decision.region, decision.expiry
    )


def _area(candidate: Candidate, criterion: Criterion) -> Told:
    inside = not criterion.words or candidate.region.startswith(criterion.words)
    return (Verdict.passed if inside else Verdict.failed), (f"region={candidate.region}",)


def _industry(candidate: Candidate, criterion: Criterion) -> Told:
    """Listed industries pass; where the list is open-ended, the others go to recognition by hand."""
    told = (f"sector={candidate.sector}",)
    if criterion.words and candidate.sector.startswith(criterion.words):
        return Verdict.passed, told
    if not criterion.words and not criterion.open_ended:
        return Verdict.passed, told
    return (Verdict.manual if criterion.open_ended else Verdict.failed), told


def _measures(candidate: Candidate, criterion: Criterion) -> Told:
    known = {kind: evidence for kind, evidence in candidate.measures.items() if kind in criterion.words}
    if not candidate.measures:
        return Verdict.not_evaluable, ()
    return (Verdict.passed if known else Verdict.failed), tuple(f"{kind}={known[kind]}" for kind in sorted(known))


def _media(candidate: Candidate, criterion: Criterion) -> Told:
    answers = {medium: candidate.media.get(medium) for medium in criterion.words}
    told = (*_told(answers), *_evidence(candidate, criterion))
    if None in answers.values():
        return Verdict.not_evaluable, told
    return (Verdict.failed if Answer.no in answers.values() else Verdict.passed), told


def _equipment(candidate: Candidate, criterion: Criterion) -> Told:
    answers = {item: candidate.equipment.get(item) for item in criterion.words}
    told = (*_told(answers), *_evidence(candidate, criterion))
    if Answer.yes in answers.values():
        return Verdict.failed, told
    return (Verdict.not_evaluable if None in answers.values() else Verdict.passed), told


def _veto(candidate: Candidate, criterion: Criterion) -> Told:
    states = {code: candidate.vetoes.get(code, "not_evaluated") for code in criterion.words}
    told = (*_told(states), *_evidence(candidate, criterion))
    if Answer.yes in states.values():
        return Verdict.failed, told
    return (Verdict.not_evaluable if "not_evaluated" in states.values() else Verdict.passed), told


def _both_advanced(candidate: Candidate, _: Criterion) -> Told:
    told = (f"class={candidate.rating}",)
    if candidate.rating is Rating.not_assessed:
        return Verdict.not_evaluable, told
    return (Verdict.passed if candidate.rating in ADVANCED else Verdict.failed), told


def _large_reduction(candidate: Candidate, criterion: Criterion) -> Told:
    """Both falls reach the ruleset's thresholds; the plans give words only, so the numbers are a choice."""
    carbon, equivalents = candidate.carbon_intensity_change, candidate.equivalents_change
    changes = {"carbon_intensity": carbon, "equivalents": equivalents}
    told = _told({name: None if change is None else fixed(change, 4) for name, change in changes.items()})
    if carbon is None or equivalents is None:
        return Verdict.not_evaluable, told
    enough = -carbon >= criterion.numbers["carbon_intensity"] and -equivalents >= criterion.numbers["equivalents"]
    return (Verdict.passed if enough else Verdict.failed), told


def _near_zero(candidate: Candidate, criterion: Criterion) -> Told:
    told = (f"class={candidate.rating}",)
    if candidate.rating is Rating.not_assessed:
        return Verdict.not_evaluable, told
    return (Verdict.passed if candidate.rating in criterion.words else Verdict.failed), told


def _by_hand(_: Candidate, __: Criterion) -> Told:
    return Verdict.manual, ()


def _told(answers: Mapping[str, str | None]) -> tuple[str, ...]:
    """Each answer by its name, and that there is none."""
    return tuple(f"{name}={answer or 'not_evaluated'}" for name, answer in answers.items())


def _evidence(candidate: Candidate, criterion: Criterion) -> tuple[str, ...]:
    """What says so, by the names that a criterion asks for."""
    return tuple(f"{name}: {text}" for name in criterion.words for text in candidate.evidence.get(name, ()))


TESTS: Mapping[str, Callable[[Candidate, Criterion], Told]] = {
    "area": _area,
    "industry": _industry,
    "measures": _measures,
    "media": _media,
    "equipment": _equipment,
    "veto": _veto,
    "both_advanced": _both_advanced,
    "large_reduction": _large_reduction,
    "class": _near_zero,
    "decision": _by_hand,
}
