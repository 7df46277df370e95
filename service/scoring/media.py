"""One pollutant figure made complete, and what there is to say about the basis that it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from service.scoring.exact import fixed
from service.scoring.fuels import gas_limit
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.line_kinds import LineKind
from service.scoring.result import Reason
from service.scoring.ruleset import Medium, Ruleset

MILLIGRAMS_PER_TONNE = 10**9


@dataclass(frozen=True, slots=True)
class Weighed:
    """Concentration in mg/m3, gas volume in Nm3 and mass in t; what does not follow from the figure stays None."""

    concentration: Fraction
    volume: Fraction | None
    mass: Fraction | None


def weigh(figure: PollutantFigure) -> Weighed | None:
    """Complete a figure by mass = concentration x volume; None where no concentration follows from it.

    Where all three are given and disagree, the higher concentration counts.
    """
    concentration, implied = figure.concentration, implied_concentration(figure)
    if implied is not None:
        concentration = implied if concentration is None else max(concentration, implied)
    if concentration is None or concentration < 0:
        return None
    volume, mass = figure.volume, figure.mass
    if volume is None and mass is not None and concentration:
        volume = mass * MILLIGRAMS_PER_TONNE / concentration
    if mass is None and volume is not None:
        mass = concentration * volume / MILLIGRAMS_PER_TONNE
    return Weighed(concentration, volume if volume else None, mass)


def implied_concentration(figure: PollutantFigure) -> Fraction | None:
    """Mass over volume in mg/m3; None where one of them is not given."""
    return figure.mass * MILLIGRAMS_PER_TONNE / figure.volume if figure.mass is not None and figure.volume else None


def undiluted(weighed: Weighed, gas: Fraction | None) -> Weighed:
    """A figure whose gas is no more than its fuel gives: what is beyond that is air, and the mass stands."""
    if gas is None or weighed.mass is None or weighed.volume is None or weighed.volume <= gas:
        return weighed
    return Weighed(max(weighed.concentration, weighed.mass * MILLIGRAMS_PER_TONNE / gas), gas, weighed.mass)


def findings(
    inventory: Inventory, medium: Medium, ruleset: Ruleset, kinds: Mapping[str, LineKind]
) -> tuple[Reason, ...]:
    """The basis of each listed figure with its rank, and a finding where it ranks below what the medium requires.

    `kinds` are the kinds of the judged lines by their names.
    """
    found: list[Reason] = []
    for line in inventory.lines:
        for substance in medium.substances:
            if (figure := line.pollutants.get(substance)) is not None:
                found.append(_basis(line.line_id, substance, figure, medium, ruleset))
                found.extend(_agreement(line.line_id, substance, figure, ruleset))
                gas = gas_limit(line, kinds.get(line.line_id), substance, ruleset)
                found.extend(_thinned(line, substance, figure, gas))
    return tuple(found)


def _basis(line: str, substance: str, figure: PollutantFigure, medium: Medium, ruleset: Ruleset) -> Reason:
    rank = ruleset.basis_rank[figure.basis]
    params = {"line": line, "substance": substance, "basis": f"@{figure.basis}", "rank": str(rank)}
    required = medium.required_basis
    if required is None or rank <= ruleset.basis_rank[required]:
        return Reason("basis.used", params, line)
    return Reason("basis.below_required", params | {"required": f"@{required}"}, line)


def _agreement(line: str, substance: str, figure: PollutantFigure, ruleset: Ruleset) -> tuple[Reason, ...]:
    implied, given = implied_concentration(figure), figure.concentration
    if implied is None or given is None or abs(implied - given) <= ruleset.number("mass_tolerance") * given:
        return ()
    params = {"line": line, "substance": substance, "given": fixed(given, 2), "implied": fixed(implied, 2)}
    return (Reason("figure.disagrees", params, line),)


def _thinned(line: ProductLine, substance: str, figure: PollutantFigure, gas: Fraction | None) -> tuple[Reason, ...]:
    weighed = weigh(figure)
    held = undiluted(weighed, gas) if weighed is not None else None
    if weighed is None or held is None or held.concentration <= weighed.concentration:
        return ()
    told = {"given": fixed(weighed.concentration, 2), "held": fixed(held.concentration, 2)}
    return (Reason("gas.beyond_fuel", {"line": line.line_id, "substance": substance} | told, line.line_id),)
