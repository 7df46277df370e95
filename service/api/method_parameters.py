"""What may be reported for a kind of activity under a method, read off its formulas and its roles."""

from __future__ import annotations

from typing import Any

from service.accounting import KindRule, Role
from service.calculators.kind_inputs import formulas_of
from service.calculators.preparation import PREPARATIONS

Json = dict[str, Any]


def parameter_json(name: str, kind: KindRule) -> Json:
    """Return one parameter: its units, whether and with what evidence it may be reported, where else it is found."""
    role = kind.roles.get(name, Role(name))
    prepared = role.prepared
    return {
        "name": name,
        "units": sorted(units_of(name.partition(":")[0], kind)),
        "override": role.override,
        "evidence": list(role.evidence),
        "prepared_from": list(prepared.inputs) if prepared else [],
        "equation": PREPARATIONS[prepared.function].equation if prepared else None,
        "candidates": [{"series": c.series, "match": c.match.value} for c in role.candidates],
    }


def units_of(name: str, kind: KindRule) -> set[str]:
    """Return the units in which formulas and preparations state a parameter; any unit of that dimension may be sent."""
    units = {s.arguments[name] for f in formulas_of(kind) for s in f.signatures if name in s.arguments}
    for role in kind.roles.values():
        if role.prepared is not None:
            stated = zip(role.prepared.inputs, PREPARATIONS[role.prepared.function].units, strict=True)
            units |= {unit for argument, unit in stated if argument == name}
    return units
