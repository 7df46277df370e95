"""Compliance and vetoes: judged facts, each yes, no, not applicable or not evaluated; never computed from a score."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from service.scoring.inventory import Answer, Inventory, Veto
from service.scoring.result import Reason
from service.scoring.ruleset import Cap, Ruleset

NOT_EVALUATED = "not_evaluated"


def compliance(inventory: Inventory, ruleset: Ruleset) -> Mapping[str, str]:
    """Answer per item of the ruleset; what nobody judged is `not_evaluated`."""
    return {item.id: inventory.compliance.get(item.id) or NOT_EVALUATED for item in ruleset.compliance}


def verdict(answers: Mapping[str, str]) -> Answer | None:
    """No where any item is no, None where any is not evaluated (or there is none), else yes."""
    if Answer.no in answers.values():
        return Answer.no
    return None if not answers or NOT_EVALUATED in answers.values() else Answer.yes


def compliance_reasons(answers: Mapping[str, str]) -> tuple[Reason, ...]:
    """One reason per item that is violated or not evaluated."""
    codes = {str(Answer.no): "compliance.violated", NOT_EVALUATED: "compliance.not_evaluated"}
    return tuple(Reason(codes[a], {"item": f"@{item}"}) for item, a in answers.items() if a in codes)


def vetoes(inventory: Inventory, ruleset: Ruleset) -> Mapping[str, str]:
    """State per veto of the ruleset on the day of judgement: yes (stands), no, or `not_evaluated`.

    A veto that has begun and not expired stands; one without evidence or without a decision does not count as judged.
    """
    day = inventory.judged_on or date(inventory.year, 12, 31)
    return {
        fact.id: _state([veto for veto in inventory.vetoes if veto.code == fact.id], day) for fact in ruleset.vetoes
    }


def standing_caps(inventory: Inventory, ruleset: Ruleset) -> tuple[Cap, ...]:
    """Caps that stand on the day of judgement; one without evidence or without a decision does not."""
    day = inventory.judged_on or date(inventory.year, 12, 31)
    judged = {cap.fact.id: [veto for veto in inventory.vetoes if veto.code == cap.fact.id] for cap in ruleset.caps}
    return tuple(cap for cap in ruleset.caps if _state(judged[cap.fact.id], day) == Answer.yes)


def veto_reasons(states: Mapping[str, str]) -> tuple[Reason, ...]:
    """One reason per veto that stands, and one for all that nobody evaluated."""
    standing = tuple(Reason("veto.stands", {"veto": f"@{code}"}) for code, s in states.items() if s == Answer.yes)
    unknown = ", ".join(f"@{code}" for code, state in states.items() if state == NOT_EVALUATED)
    return standing + ((Reason("veto.not_evaluated", {"vetoes": unknown}),) if unknown else ())


def eligible(states: Mapping[str, str]) -> bool | None:
    """False where a veto stands, None where one is not evaluated, else True."""
    if Answer.yes in states.values():
        return False
    return None if NOT_EVALUATED in states.values() else True


def _state(judged: list[Veto], day: date) -> str:
    valid = [veto for veto in judged if veto.evidence_id and veto.decided_by]
    if any(veto.active is Answer.yes and _runs(veto, day) for veto in valid):
        return Answer.yes
    return Answer.no if valid else NOT_EVALUATED


def _runs(veto: Veto, day: date) -> bool:
    return (veto.start or day) <= day <= (veto.expiry or day)
