"""Totals: sums of integer quanta, so that no order of addition and no engine can change them.

Where the same emission is both computed and reported, one of the two is counted. For greenhouse gases the computed one
is, by the accounting guides; for pollutants the stronger evidence is, in the tax law's order (环境保护税法 第十条):
continuous monitoring, other monitoring, material balance, coefficient. What is left out is named.

Some figures belong to an account of their own: the market-based side of purchased energy, carbon of biogenic origin,
what is taken up or captured. Each account is added up for itself, beside the totals, and is never netted with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from service.activity import EMISSION_BASES, ActivityRecord
from service.calculators.engine import AIR, GRAMS_PER_TONNE, Line
from service.factors import Factor, Trust, lowest

CO2E = "CO2e"
_RANKS = {basis: rank for rank, basis in enumerate(EMISSION_BASES)}


@dataclass(frozen=True, slots=True)
class Total:
    """One total in quanta (`per_tonne` of them make a tonne), the bases it rests on and the lowest trust in it."""

    substance: str
    scope: int | None
    gwp: str | None
    exact: Fraction
    quanta: int
    per_tonne: int
    bases: tuple[str, ...]
    trust: Trust
    account: str = ""
    medium: str = AIR


@dataclass(frozen=True, slots=True)
class Totals:
    """Totals over all scopes, the same by scope, the accounts beside them, and the lines that were left out."""

    overall: tuple[Total, ...]
    by_scope: tuple[Total, ...]
    beside: tuple[Total, ...]
    left_out: frozenset[int]


def counted_lines(
    lines: Sequence[Line], activities: Sequence[ActivityRecord], gases: frozenset[str]
) -> tuple[list[Line], frozenset[int]]:
    """Return the lines to count and the positions of the others."""
    masses = [(i, line) for i, line in enumerate(lines) if line.indicator is None and not line.account]
    kept = _counted_gases([p for p in masses if p[1].substance in gases])
    kept += _counted_pollutants([p for p in masses if p[1].substance not in gases], activities)
    positions = {i for i, _ in kept}
    ordered = [line for i, line in masses if i in positions]
    return ordered, frozenset(i for i, _ in masses if i not in positions)


def _counted_gases(masses: list[tuple[int, Line]]) -> list[tuple[int, Line]]:
    """Keep a reported mass only where nothing of that scope and gas (for CO2e: of that scope) was computed."""
    computed = {(line.scope, line.substance) for _, line in masses if line.plan is not None}
    scopes = {scope for scope, _ in computed}
    stated = {line.scope for _, line in masses if line.plan is None and line.substance != CO2E}

    def kept(line: Line) -> bool:
        if line.plan is not None:
            return True
        if line.substance == CO2E:
            return line.scope not in scopes and (line.scope is None or line.scope not in stated)
        return (line.scope, line.substance) not in computed

    return [(i, line) for i, line in masses if kept(line)]


def _counted_pollutants(masses: list[tuple[int, Line]], activities: Sequence[ActivityRecord]) -> list[tuple[int, Line]]:
    """Keep, per substance, medium and outlet or generating unit, the lines with the strongest evidence."""
    groups: dict[tuple[tuple[str, str], str | None], list[tuple[int, Line]]] = defaultdict(list)
    for position, line in masses:
        groups[(line.substance, line.medium), activities[line.activity].unit_id].append((position, line))
    whole_site = {
        s for (s, unit), members in groups.items() if unit is None and any(m.plan is None for _, m in members)
    }
    kept: list[tuple[int, Line]] = []
    for (discharged, unit), members in groups.items():
        if unit is not None and discharged in whole_site:
            continue
        bases = {line.basis for _, line in members}
        best = min(bases, key=evidence_rank)
        together = len(bases) == 1 or (unit is None and are_sources(members))
        kept += members if together else [(i, line) for i, line in members if is_as_strong(line.basis, best)]
    return kept


def are_sources(members: Sequence[tuple[int, Line]]) -> bool:
    """Say whether lines without a named outlet are sources of their own: all computed, none of them monitored.

    A solvent balance and the leaks of seals are two sources; only within one outlet, or where something monitored or
    stated covers the site, does the stronger evidence take the place of the weaker.
    """
    weakest = EMISSION_BASES.index("material_balance")
    return all(line.plan is not None and evidence_rank(line.basis) >= weakest for _, line in members)


def is_as_strong(basis: str, other: str) -> bool:
    """Say whether a basis is worth as much as another."""
    return evidence_rank(basis) == evidence_rank(other)


def evidence_rank(basis: str) -> int:
    """Return the place of a basis in the order of evidence, 0 the strongest."""
    return _RANKS.get(basis, _RANKS["coefficient"])


def add_up(
    lines: Sequence[Line],
    activities: Sequence[ActivityRecord],
    per_tonne: Mapping[str, int],
    warming: Mapping[str, Factor],
    gwp_set: str,
) -> Totals:
    """Add up the lines; `warming` holds the GWP factor of each greenhouse gas present, applied last."""
    gases = frozenset(warming) | {CO2E}
    counted, left_out = counted_lines(lines, activities, gases)
    overall = _sums(counted, per_tonne, by_scope=False)
    by_scope = _sums([line for line in counted if line.scope], per_tonne, by_scope=True)
    overall = _with_co2e(overall, warming, gwp_set)
    by_scope = _with_co2e(by_scope, warming, gwp_set)
    return Totals(tuple(overall), tuple(by_scope), _beside(lines, per_tonne, warming, gwp_set), left_out)


def _beside(
    lines: Sequence[Line], per_tonne: Mapping[str, int], warming: Mapping[str, Factor], gwp_set: str
) -> tuple[Total, ...]:
    """Add up each account beside the totals."""
    accounts: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.account and line.indicator is None:
            accounts[line.account].append(line)
    return tuple(
        replace(total, account=account)
        for account, members in sorted(accounts.items())
        for total in _with_co2e(_sums(members, per_tonne, by_scope=False), warming, gwp_set)
    )


def _sums(lines: Sequence[Line], per_tonne: Mapping[str, int], *, by_scope: bool) -> list[Total]:
    groups: dict[tuple[int | None, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        groups[(line.scope if by_scope else None), line.substance, line.medium].append(line)
    totals = []
    for (scope, substance, medium), members in sorted(groups.items(), key=lambda group: group[0][2] != AIR):
        quanta, unit = sum(line.quanta for line in members), per_tonne.get(substance, GRAMS_PER_TONNE)
        bases = tuple(sorted({line.basis for line in members}))
        trust = lowest({line.trust for line in members})
        exact = Fraction(quanta, unit)
        totals.append(Total(substance, scope, None, exact, quanta, unit, bases, trust, medium=medium))
    return totals


def _with_co2e(totals: list[Total], warming: Mapping[str, Factor], gwp_set: str) -> list[Total]:
    """Replace stated CO2e by the CO2e of all gases plus it, one per scope."""
    scopes: dict[int | None, list[Total]] = defaultdict(list)
    for total in totals:
        if total.substance in warming or total.substance == CO2E:
            scopes[total.scope].append(total)
    combined = []
    for scope, members in scopes.items():
        exact = sum(
            (t.exact * (1 if t.substance == CO2E else warming[t.substance].canonical) for t in members), Fraction(0)
        )
        bases = tuple(sorted({b for t in members for b in t.bases}))
        factors = [warming[t.substance].trust for t in members if t.substance != CO2E]
        trust = lowest([*(t.trust for t in members), *factors])
        quanta = round(exact * GRAMS_PER_TONNE)
        combined.append(Total(CO2E, scope, gwp_set.upper(), exact, quanta, GRAMS_PER_TONNE, bases, trust))
    return [t for t in totals if t.substance != CO2E] + combined
