"""What one enterprise-year gives to scoring: production lines with their figures, and the facts around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Answer(StrEnum):
    """A judged fact; where nobody has judged it, the field holds None and counts as not evaluated."""

    yes = "yes"
    no = "no"
    not_applicable = "not_applicable"


class Basis(StrEnum):
    """How a pollutant mass was determined (环境保护税法 第十条 gives the order; the ruleset holds the ranks)."""

    continuous_monitoring = "continuous_monitoring"
    manual_monitoring = "manual_monitoring"
    material_balance = "material_balance"
    coefficient = "coefficient"
    reported = "reported"


class DataTier(StrEnum):
    """Quality of a figure: A verified and continuously monitored, B metered, C partly default factors, D estimated."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


@dataclass(frozen=True, slots=True)
class PollutantFigure:
    """One substance at one line.

    `mass` in t; `concentration` in mg/m3 as a yearly mean at reference oxygen, dry and standard; `volume` is the
    stack gas belonging to that concentration, in Nm3, and weighs the lines of one enterprise. None is "not given";
    a figure without a tier is graded by the ruleset.
    """

    mass: Fraction | None = None
    concentration: Fraction | None = None
    volume: Fraction | None = None
    basis: Basis = Basis.reported
    tier: DataTier | None = None


@dataclass(frozen=True, slots=True)
class CarbonSource:
    """What one kind of activity at one place adds to the enterprise's CO2e.

    `place` as lines name theirs; `substance` the gas; `mass` in t CO2e; `energy` in kgce, 0 where the gas or the kind
    of activity stands for none, None where nobody knows. `purchased` marks electricity and heat from outside.
    """

    place: str
    substance: str
    mass: Fraction
    energy: Fraction | None
    purchased: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """How a generating set is, or was, registered: class, key of its energy levels, capacity in MW."""

    unit_class: str | None
    gb_key: str | None
    capacity: Fraction | None


@dataclass(frozen=True, slots=True)
class ProductLine:
    """One generating unit, kiln or process with its product.

    `output` in `unit` (power: electricity generated, MWh; clinker: t). `heat_supplied` in GJ, `capacity` in MW,
    `running_hours` in h, `load_factor` as a fraction of one. `direct_co2` and `purchased_energy_co2` in t.
    `energy_intensity` in `energy_unit` (for example kgce/t). `correction_inputs` are the inputs that a level's
    correction asks for, by the names that the ruleset uses (for example `altitude` in m, `air_pressure` in Pa).
    `unproven_co2` is what of the direct CO2 is called biomass and not shown to be.
    `unshown_energy` is energy told as recovered, in the unit of its levels, that no line shows: it is not taken off.
    `witnesses` are what something else than the line's own word says of the same (monitored hours, earlier reports, an
    analysis); without one, or against it, an input cannot relax a level.
    `registered` is how the set was registered before, where that was otherwise and nobody found the change declared.
    `carbon_inputs` says of each factor behind the line's CO2 which argument it fills and how it was matched (measured,
    a default of a list ...); None where the mass was stated and not computed. A line without a tier is graded by it.
    `place` is the unit of its site, which several products can share; empty where nobody says.
    `fuel_gas` is the stack gas that the line's CO2 can fill at reference oxygen, in Nm3, `fuel_heat` the most heat that
    its fuels can hold, in GJ, `cleaner` the share of its CO2 that comes from fuels of another kind of line; None where
    nobody knows.
    """

    line_id: str
    product: str
    output: Fraction | None
    unit: str
    unit_class: str | None = None
    gb_key: str | None = None
    capacity: Fraction | None = None
    running_hours: Fraction | None = None
    heat_supplied: Fraction | None = None
    load_factor: Fraction | None = None
    direct_co2: Fraction | None = None
    unproven_co2: Fraction = Fraction(0)
    purchased_energy_co2: Fraction | None = None
    carbon_tier: DataTier | None = None
    carbon_inputs: frozenset[tuple[str, str]] | None = None
    energy_intensity: Fraction | None = None
    energy_unit: str | None = None
    unshown_energy: Fraction = Fraction(0)
    correction_inputs: Mapping[str, Fraction] = field(default_factory=dict)
    witnesses: Mapping[str, Fraction] = field(default_factory=dict)
    registered: tuple[Registration, ...] = ()
    pollutants: Mapping[str, PollutantFigure] = field(default_factory=dict)
    fuel_gas: Fraction | None = None
    fuel_heat: Fraction | None = None
    cleaner: Fraction | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """One veto as somebody judged it: `code` V1..V10, `active` yes/no, with evidence, dates and who decided."""

    code: str
    active: Answer
    source: str = ""
    evidence_id: str = ""
    start: date | None = None
    expiry: date | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that a score of one enterprise and year may use.

    `co2e_total` in t, enterprise boundary, of which `sources` are the parts; `pollutant_totals` in t by substance,
    enterprise boundary; both serve coverage. `compliance` answers the ruleset's items by id; `vetoes` may leave
    codes out (not evaluated).
    `judged_on` is the day on which vetoes are read; `missing` are codes of items that the report lacks.
    `left_out` is what earlier reports hold and no report does any more: sites, sets (permit code, unit id or nothing)
    and what either makes or monitors (with its product or substance). `untold` is what a report tells by months and not
    for all twelve: where, what it is, and the months that lack.
    """

    credit_code: str
    sector: str
    region: str
    year: int
    synthetic: bool
    accepted: bool
    lines: tuple[ProductLine, ...]
    co2e_total: Fraction | None = None
    pollutant_totals: Mapping[str, Fraction | None] = field(default_factory=dict)
    compliance: Mapping[str, Answer | None] = field(default_factory=dict)
    vetoes: tuple[Veto, ...] = ()
    judged_on: date | None = None
    lowest_trust: str | None = None
    missing: tuple[str, ...] = ()
    left_out: tuple[tuple[str, ...], ...] = ()
    untold: tuple[tuple[str, str, str], ...] = ()
    sources: tuple[CarbonSource, ...] = ()
