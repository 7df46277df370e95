"""A judgement by a plan's criteria as plain JSON values: never a bare verdict."""

from __future__ import annotations

from datetime import date

from service.scoring.pilots import Count, Finding, Judgement, Stage

Json = dict[str, object]
NATION, REGION_DIGITS = "CN", 6


def judgement_to_json(judgement: Judgement) -> Json:
    """Every criterion with its clause, verdict, evidence and what would change it, and the reading of each stage."""
    return {
        "ruleset": judgement.ruleset,
        "enterprise": judgement.credit_code,
        "historic": judgement.historic,
        "stages": {str(stage): str(judgement.stage(stage)) for stage in Stage},
        "criteria": [finding_to_json(finding) for finding in judgement.findings],
    }


def finding_to_json(finding: Finding) -> Json:
    """One criterion."""
    criterion = finding.criterion
    return {
        "criterion": criterion.id,
        "stage": str(criterion.stage),
        "document": criterion.document,
        "clause": criterion.clause,
        "basis": criterion.basis,
        "title": {"zh": criterion.title.zh, "en": criterion.title.en},
        "verdict": str(finding.verdict),
        "evidence": list(finding.evidence),
        "decided_by": finding.decided_by,
        "expires": finding.expires.isoformat() if finding.expires else None,
        "what_would_change": {"zh": criterion.change.zh, "en": criterion.change.en},
        "deadline": criterion.deadline.isoformat() if criterion.deadline else None,
    }


def count_to_json(count: Count, today: date) -> Json:
    """One count; `reached` is null for 力争, which is shown with its gap, and for 一批, which has no number at all."""
    quota = count.quota
    return {
        "quota": quota.id,
        "document": quota.document,
        "clause": quota.clause,
        "basis": quota.basis,
        "title": {"zh": quota.title.zh, "en": quota.title.en},
        "region": count.region.ljust(REGION_DIGITS, "0") if count.region else NATION,
        "selected": count.selected,
        "minimum": quota.minimum,
        "gap": max(0, quota.minimum - count.selected) if quota.minimum is not None else None,
        "reached": count.reached,
        "deadline": quota.deadline.isoformat() if quota.deadline else None,
        "deadline_passed": today > quota.deadline if quota.deadline else None,
    }
