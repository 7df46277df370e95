"""What keeps an enterprise from a class and no reduction can mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from service.scoring.compliance import compliance_reasons, veto_reasons
from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.result import AxisResult, Reason, Score, unique
from service.scoring.ruleset import RatingRule

PERCENT = 100
PLACES = 2


def blocks_of(
    inventory: Inventory, score: Score, rule: RatingRule | None, out_of_reach: Iterable[str]
) -> tuple[Reason, ...]:
    """Vetoes, compliance, figures and coverage that are missing, levels that are not defined, and acceptance.

    `rule` is None for the class compliant, which asks for neither level nor coverage.
    """
    standing = [reason for reason in veto_reasons(score.vetoes) if reason.code == "veto.stands"]
    lacking = [reason for axis in (score.carbon, score.pollutant) if axis.value is None for reason in axis.missing]
    capped = [Reason(reason.code, reason.params) for reason in score.reasons if reason.code == "cap.stands"]
    blocks = [*standing, *capped, *compliance_reasons(score.compliance), *lacking]
    if rule is not None:
        blocks += [Reason("block.out_of_reach", {"subject": f"@{name.split('@')[0]}"}) for name in out_of_reach]
        blocks += _coverage(inventory, score, rule)
        blocks += [Reason("block.acceptance")] if rule.accepted and not inventory.accepted else []
    return unique(blocks)


def _coverage(inventory: Inventory, score: Score, rule: RatingRule) -> Sequence[Reason]:
    axes = (("carbon", score.carbon), ("pollutant", score.pollutant))
    found = [_axis_coverage(inventory, name, axis, rule.coverage) for name, axis in axes if axis.value is not None]
    return [reason for reason in found if reason is not None]


def _axis_coverage(inventory: Inventory, name: str, axis: AxisResult, needed: Fraction) -> Reason | None:
    """How much more has to stand under benchmarked lines: in percent, for carbon also in t CO2e."""
    if axis.covered is None:
        return Reason("coverage.unknown", {"axis": f"@{name}"})
    if axis.covered >= needed:
        return None
    params = {
        "axis": f"@{name}",
        "covered": plain(axis.covered * PERCENT, PLACES),
        "needed": plain(needed * PERCENT, PLACES),
        "lacking": plain((needed - axis.covered) * PERCENT, PLACES),
    }
    if name == "carbon" and inventory.co2e_total is not None:
        tonnes = (needed - axis.covered) * abs(inventory.co2e_total)
        return Reason("block.coverage_mass", params | {"mass": plain(tonnes, PLACES)})
    return Reason("block.coverage", params)
