"""What is evidence beside a class: which metrics, what each rests on, and that none of them enters the class."""

from __future__ import annotations

from service.scoring.render import Json
from service.scoring.ruleset import Ruleset

SYNERGY = ("co_control_coordinates", "cross_elasticity", "pollution_equivalents", "coupling_coordination")
MEASURES = ("co_control_coordinates", "cross_elasticity", "pollution_equivalents", "unit_cost")
PROGRESS = ("progress", "pollution_equivalents")


def provenance(ruleset: Ruleset, metrics: tuple[str, ...]) -> Json:
    """The metrics of an answer with the document or the choice behind each; `basis` as in the ruleset."""
    known = {item.id: item for item in ruleset.evidence}
    return {
        "role": "evidence",
        "enters_class": False,
        "ruleset": f"{ruleset.id}@{ruleset.version}",
        "metrics": [
            {"id": f.id, "zh": f.title.zh, "en": f.title.en, "basis": f.basis, "source": f.source, "clause": f.clause}
            for f in (known[name] for name in metrics)
        ],
    }
