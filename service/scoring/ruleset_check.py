"""What a ruleset must hold together by: names that point somewhere, numbers that are there, classes that rise."""

from __future__ import annotations

from collections.abc import Iterator

from service.errors import NearZeroError
from service.scoring.document import Node
from service.scoring.line_kinds import LineKind
from service.scoring.ruleset import Ruleset
from service.units import find_unit

ROLES = ("energy", "condition", "running", "heat", "derived")
NEEDED = (
    "index_scale", "confidence_factor", "minimum_peers", "minimum_group", "near_zero_carbon", "near_zero_pollutant",
    "energy_cap", "mass_tolerance", "objection_days", "provisional_public", "intensity_coefficient",
    "coefficient_bound", "cultivation_years", "cultivation_carbon", "cultivation_pollutant",
    "progress_first_year", "progress_mix_tolerance", "coordination_weight",
    "carbon_efficiency_1", "carbon_efficiency_2", "carbon_efficiency_3", "carbon_efficiency_4",
)  # fmt: skip
EVIDENCE = (
    "progress", "co_control_coordinates", "cross_elasticity", "pollution_equivalents", "unit_cost",
    "coupling_coordination",
)  # fmt: skip


def check_ruleset(ruleset: Ruleset, node: Node) -> None:
    """Raise ReferenceDataError `ruleset.*` for the first fault."""
    for rule, name in _faults(ruleset):
        raise node.fault(rule, name)


def _faults(ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    yield from (("parameter_missing", name) for name in NEEDED if name not in ruleset.parameters)
    told = {item.id for item in ruleset.evidence}
    yield from (("evidence_missing", name) for name in EVIDENCE if name not in told)
    lines = (line for sector in ruleset.sectors for line in sector.lines)
    yield from (("line_unknown", line) for line in lines if line not in ruleset.lines)
    for kind in ruleset.lines.values():
        yield from _line_faults(kind, ruleset)
    for rule in ruleset.corrections.values():
        unknown = (name for name in rule.inputs if name not in ruleset.quantities)
        yield from (("quantity_unknown", name) for name in unknown)
    for quantity in ruleset.quantities.values():
        if quantity.role not in ROLES or not _is_unit(quantity.unit):
            yield "word_unknown", quantity.id
    levels = [(rule.level, rule.coverage) for rule in ruleset.ratings]
    if levels != sorted(levels):
        yield "ratings_order", ""


def _line_faults(kind: LineKind, ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    rungs = [rung for ladder in kind.ladders.values() for rung in ladder]
    named = [*kind.corrections, *(term.correction for rung in rungs for term in rung.terms)]
    unknown = (name for name in named if name is not None and name not in ruleset.corrections)
    yield from (("correction_unknown", name) for name in unknown)
    shares = (rung.near_zero for rung in rungs if rung.near_zero is not None)
    yield from (("parameter_unknown", name) for name in shares if name not in ruleset.parameters)
    asked = [kind.energy.quantity, kind.energy.less or kind.energy.quantity] if kind.energy else []
    asked += [kind.choice.quantity] if kind.choice else []
    yield from (("quantity_unknown", name) for name in asked if name not in ruleset.quantities)
    units = [kind.unit, *([kind.energy.unit] if kind.energy else [])]
    yield from (("unit_unknown", unit) for unit in units if not _is_unit(unit))


def _is_unit(code: str) -> bool:
    try:
        find_unit(code)
    except NearZeroError:
        return False
    return True
