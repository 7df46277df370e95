"""Progress since a fixed base year, with the part that comes from making more or less split off.

Each product keeps its own output: what is emitted for it is split by `comparison.split_emission`, and the causes are
added up, so that unlike products are never summed. An enterprise with one product has its whole total split; one with
several what its lines emit, and the rest is told as emitted elsewhere. Intensities are compared under the base year's
factors, and their change over all products is today's emission over what today's outputs would emit at the intensities
of the base year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from service.errors import Fault
from service.scoring.comparison import Split, split_emission
from service.scoring.figures import equivalents_of
from service.scoring.inventory import Inventory, PollutantFigure, ProductLine
from service.scoring.media import weigh

CARBON, EQUIVALENTS = "CO2e", "pollution_equivalents"
#: A product and the unit of its output.
Product = tuple[str, str]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Three:
    """Three inventories over one boundary: of the base year, of this year, and this year under the base's factors."""

    base: Inventory
    now: Inventory
    as_base: Inventory
    equivalents: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of one quantity: `split` is what products emit, `elsewhere` the rest, both in `unit`.

    `as_base` is what products emit now by the base year's factors, by product; `expected` what today's `outputs` would
    emit at the base year's intensities.
    """

    quantity: str
    unit: str
    before: Fraction
    after: Fraction
    split: Split
    as_base: Mapping[Product, Fraction]
    expected: Mapping[Product, Fraction]
    outputs: Mapping[Product, Fraction]

    @property
    def elsewhere(self) -> Fraction:
        """The change of what no product explains."""
        return self.after - self.before - self.split.total

    @property
    def ratio(self) -> Fraction | None:
        """Intensity now over intensity then, of all products together; None where there was none."""
        whole = sum(self.expected.values(), NOTHING)
        return sum(self.as_base.values(), NOTHING) / whole if whole > 0 else None

    def due(self, yearly_fall: Fraction, years: int) -> Fraction:
        """What today's outputs may emit where intensities are to fall by the same share each year."""
        return compounded(sum(self.expected.values(), NOTHING), yearly_fall, years)


def compounded(value: Fraction, yearly_fall: Fraction, years: int) -> Fraction:
    """A value that falls by the same share each year."""
    return value * (1 - yearly_fall) ** years


def outputs_of(inventory: Inventory) -> dict[Product, Fraction]:
    """Outputs by product; a line whose output is not stated leaves nothing to compare and counts as none."""
    outputs: dict[Product, Fraction] = {}
    for line in inventory.lines:
        if line.product:
            key = (line.product, line.unit)
            outputs[key] = outputs.get(key, NOTHING) + (line.output or NOTHING)
    return outputs


def incomparable(base: Inventory, now: Inventory, tolerance: Fraction) -> Fault | None:
    """Why outputs of two years cannot be compared: none made, other products, or another share of heat in them.

    `tolerance` is how far the heat supplied per unit of product may have moved, as a share.
    """
    before, after = outputs_of(base), outputs_of(now)
    if before.keys() != after.keys():
        other = ", ".join(sorted(product for product, _ in before.keys() ^ after.keys()))
        return Fault("progress.other_products", "", {"products": other})
    idle = sorted(product for product, _ in before if min(before[product, _], after[product, _]) <= 0)
    if idle or not before:
        return Fault("progress.no_output", "", {"products": ", ".join(idle)})
    mixed = [p for p in before if _moved(_heat(base, p) / before[p], _heat(now, p) / after[p]) > tolerance]
    return Fault("progress.other_mix", "", {"products": ", ".join(name for name, _ in mixed)}) if mixed else None


def progress(three: Three, quantity: str) -> Progress | Fault:
    """Progress of CO2e, of a substance (t) or of pollution equivalents (eq), where `incomparable` finds nothing."""
    totals = [_total(inventory, quantity, three.equivalents) for inventory in (three.base, three.now, three.as_base)]
    if totals[0] is None or totals[1] is None or totals[2] is None:
        return Fault("comparison.no_mass", "", {"substance": quantity})
    before, after = outputs_of(three.base), outputs_of(three.now)
    whole = dict(zip(("base", "now", "as_base"), totals, strict=True))
    parts = {name: _parts(getattr(three, name), quantity, three.equivalents, total) for name, total in whole.items()}
    splits = [
        split_emission(parts["base"][p], parts["now"][p], parts["as_base"][p], (before[p], after[p])) for p in before
    ]
    expected = {p: parts["base"][p] / before[p] * after[p] for p in before}
    unit = "eq" if quantity == EQUIVALENTS else "t"
    return Progress(quantity, unit, totals[0], totals[1], _sum(splits), parts["as_base"], expected, after)


def _sum(splits: list[Split | None]) -> Split:
    """The causes of all products together."""
    known = [split for split in splits if split is not None]
    names = ("before", "after", "factors", "output", "real")
    return Split(*(sum((getattr(split, name) for split in known), NOTHING) for name in names))


def _parts(
    inventory: Inventory, quantity: str, equivalents: Mapping[str, Fraction], total: Fraction | None
) -> dict[Product, Fraction]:
    """What is emitted for each product: everything where there is one, else what its lines emit."""
    products = list(outputs_of(inventory))
    if len(products) == 1 and total is not None:
        return {products[0]: total}
    sums = dict.fromkeys(products, NOTHING)
    for line in inventory.lines:
        if line.product:
            sums[line.product, line.unit] += _emitted(line, quantity, equivalents)
    return sums


def _total(inventory: Inventory, quantity: str, equivalents: Mapping[str, Fraction]) -> Fraction | None:
    if quantity == CARBON:
        return inventory.co2e_total
    if quantity != EQUIVALENTS:
        return inventory.pollutant_totals.get(quantity)
    masses = {name: mass for name, mass in inventory.pollutant_totals.items() if mass is not None}
    return equivalents_of(masses, equivalents) if equivalents and equivalents.keys() <= masses.keys() else None


def _emitted(line: ProductLine, quantity: str, equivalents: Mapping[str, Fraction]) -> Fraction:
    """What one line emits; what it does not state belongs to no product."""
    if quantity == CARBON:
        return (line.direct_co2 or NOTHING) + (line.purchased_energy_co2 or NOTHING)
    masses = {name: mass for name, figure in line.pollutants.items() if (mass := _mass(figure)) is not None}
    return equivalents_of(masses, equivalents) if quantity == EQUIVALENTS else masses.get(quantity, NOTHING)


def _mass(figure: PollutantFigure) -> Fraction | None:
    weighed = weigh(figure)
    return figure.mass if figure.mass is not None or weighed is None else weighed.mass


def _heat(inventory: Inventory, product: Product) -> Fraction:
    heat = (line.heat_supplied or NOTHING for line in inventory.lines if (line.product, line.unit) == product)
    return sum(heat, NOTHING)


def _moved(before: Fraction, after: Fraction) -> Fraction:
    """How far two amounts lie apart, as a share of the greater one."""
    greater = max(before, after)
    return abs(after - before) / greater if greater else NOTHING
