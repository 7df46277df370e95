"""The physical figures under a score, kept with it: output, greenhouse gas, listed pollutants and their equivalents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from service.scoring.exact import plain
from service.scoring.inventory import Inventory
from service.scoring.result import Score

KILOGRAMS_PER_TONNE = 1000


@dataclass(frozen=True, slots=True)
class Figures:
    """One enterprise-year: `outputs` by product and unit, `co2e` and `masses` in t, `equivalents` in kg per equivalent.

    `co2e` and `masses` follow the enterprise boundary; None or absent where the report has no total.
    """

    outputs: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    co2e: Fraction | None = None
    masses: Mapping[str, Fraction] = field(default_factory=dict)
    equivalents: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def output(self) -> Fraction | None:
        """The output where one product is made, else None: unlike products have no sum."""
        made = [amount for amount in self.outputs.values() if amount > 0]
        return made[0] if len(self.outputs) == len(made) == 1 else None

    @property
    def pollution_equivalents(self) -> Fraction | None:
        """Sum over the scheme's listed substances; None where one of them has no mass."""
        if not self.equivalents or not self.equivalents.keys() <= self.masses.keys():
            return None
        return equivalents_of(self.masses, self.equivalents)


def equivalents_of(masses: Mapping[str, Fraction], equivalents: Mapping[str, Fraction]) -> Fraction:
    """Pollution equivalents of masses in t, `equivalents` in kg; what is not listed there has no part in them."""
    parts = (masses[name] * KILOGRAMS_PER_TONNE / value for name, value in equivalents.items() if name in masses)
    return sum(parts, Fraction(0))


def figures_of(inventory: Inventory, score: Score) -> Figures:
    """The figures of an inventory, with the equivalents that its score rests on."""
    return figures_under(inventory, {c.subject: c.value for c in score.pollutant.citations if c.role == "equivalent"})


def figures_under(inventory: Inventory, equivalents: Mapping[str, Fraction]) -> Figures:
    """The figures of an inventory, with given equivalents."""
    outputs: dict[tuple[str, str], Fraction] = {}
    for line in inventory.lines:
        if line.output is not None:
            key = (line.product, line.unit)
            outputs[key] = outputs.get(key, Fraction(0)) + line.output
    masses = {name: mass for name, mass in inventory.pollutant_totals.items() if mass is not None}
    return Figures(outputs, inventory.co2e_total, masses, equivalents)


def share_changed(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Change as a share of what was before, negative is less; None where either is unknown or there was nothing."""
    return now / before - 1 if now is not None and before else None


def per_output(amount: Fraction | None, figures: Figures) -> Fraction | None:
    """An amount per unit of product; None where there is not one product."""
    return amount / figures.output if amount is not None and figures.output else None


def figures_to_json(figures: Figures) -> dict[str, Any]:
    """The figures as decimal text."""
    return {
        "outputs": [
            {"product": product, "unit": unit, "amount": plain(amount)}
            for (product, unit), amount in sorted(figures.outputs.items())
        ],
        "co2e": plain(figures.co2e) if figures.co2e is not None else None,
        "masses": {name: plain(mass) for name, mass in sorted(figures.masses.items())},
        "equivalents": {name: plain(value) for name, value in sorted(figures.equivalents.items())},
    }


def read_figures(stored: Mapping[str, Any]) -> Figures:
    """Stored figures."""
    return Figures(
        {(item["product"], item["unit"]): Fraction(item["amount"]) for item in stored["outputs"]},
        Fraction(stored["co2e"]) if stored["co2e"] is not None else None,
        {name: Fraction(mass) for name, mass in stored["masses"].items()},
        {name: Fraction(value) for name, value in stored["equivalents"].items()},
    )
