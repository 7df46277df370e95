"""A judgement by a plan's criteria as plain JSON values: never a bare verdict."""

from __future__ import annotations

from service.scoring.pilots import Count, Finding, Judgement, Stage

Json = dict[str, object]


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


def count_to_json(count: Count) -> Json:
    """One count; `reached` is null for an aspiration, which is shown with its gap and neither passed nor failed."""
    return {
        "quota": count.quota.id,
        "clause": count.quota.clause,
        "title": {"zh": count.quota.title.zh, "en": count.quota.title.en},
        "region": count.region,
        "selected": count.selected,
        "minimum": count.quota.minimum,
        "gap": max(0, count.quota.minimum - count.selected),
        "reached": count.reached,
        "deadline": count.quota.deadline.isoformat() if count.quota.deadline else None,
    }
