"""How far a figure may be off: first-order propagation from inputs to lines and totals (IPCC 2006, Vol. 1 Ch. 3).

Each input has a relative half-width of its 95 % interval: stated by the sender, or by how the value came to be used.
The sensitivity of a figure to an input is found by moving the input a little and running the plan again, so no formula
needs derivatives of its own. What different lines share is correlated: a factor of the library is off everywhere in
the same direction, and so are a meter and what a laboratory report says of one parameter. Shared contributions add up
before they are squared; others are independent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.activity import ActivityRecord
from service.calculators.columns import Columns, input_column
from service.calculators.engine import Line
from service.calculators.plan import Input, Plan, inputs_of
from service.calculators.rounding import exact_text
from service.calculators.totals import CO2E, Total
from service.factors import Factor
from service.units import find_unit

Numbers = NDArray[np.float64]


class Source(NamedTuple):
    """What two figures may share: one number, with one error.

    `kind` is factor, meter, laboratory_report, activity or parameter. `item` is the version of a factor, or the name of
    a parameter. The last two kinds are known to one report alone, which `report` names once reports meet.
    """

    kind: str
    id: str
    item: str = ""
    report: str = ""


class Cause(NamedTuple):
    """A source with the tier of evidence that its width goes by: an entry of the widths, or `sender`."""

    source: Source
    tier: str


class Width(NamedTuple):
    """A relative half-width with its tier."""

    tier: str
    share: float


#: How far an input is moved to find its sensitivity; the error of the central difference is its square.
STEP = 1e-5

CONSTANTS = "constant."

#: The tier of a width that the sender stated.
BY_SENDER = "sender"

#: Places of a printed percentage: an uncertainty is not known better.
SHOWN_PLACES = 2


@dataclass(frozen=True, slots=True)
class Spread:
    """The half-width of a figure's 95 % interval, split by cause, in the figure's canonical unit; signs are kept."""

    parts: Mapping[Cause, float]

    @property
    def sources(self) -> Mapping[Source, float]:
        """Return what each source contributes: its parts are one error and are added up."""
        found: dict[Source, float] = defaultdict(float)
        for cause, part in self.parts.items():
            found[cause.source] += part
        return found

    @property
    def half_width(self) -> float:
        """Return the whole half-width: different sources are independent."""
        return sqrt(sum(part * part for part in self.sources.values()))


def combined(weighted: Iterable[tuple[float, Spread]]) -> Spread:
    """Add spreads with weights (1 for a sum, the GWP for a sum of gases): what they share is added before squaring."""
    parts: dict[Cause, float] = defaultdict(float)
    for weight, spread in weighted:
        for cause, part in spread.parts.items():
            parts[cause] += weight * part
    return Spread(dict(parts))


@dataclass(frozen=True)
class Widths:
    """The half-widths of inputs for which the sender states none: data, marked as a choice."""

    document: Mapping[str, Any]

    def of_quantity(self, activity: ActivityRecord) -> Width:
        """Return that of the activity data."""
        if activity.uncertainty is not None:
            return Width(BY_SENDER, float(activity.uncertainty))
        return self.of("activity_data", "metered" if activity.meter else "stated")

    def of_parameter(self, activity: ActivityRecord, key: str) -> Width:
        """Return that of a reported parameter."""
        stated = activity.parameters[key].uncertainty
        if stated is not None:
            return Width(BY_SENDER, float(stated))
        return self.of("values", "measured" if activity.laboratory_report else "reported")

    def of_factor(self, factor: Factor) -> Width:
        """Return that of a value of the library; stoichiometric constants are exact."""
        if factor.series.startswith(CONSTANTS):
            return Width("constants", share(self.document["constants"]))
        return self.of("values", factor.match.value)

    def of(self, group: str, name: str) -> Width:
        """Return that of an entry of the document, with its place as the tier."""
        return Width(f"{group}.{name}", share(self.document[group][name]))


def share(entry: Mapping[str, str]) -> float:
    """Return a percentage of the document as a share."""
    return float(Fraction(entry["value"]) * find_unit("%").factor)


def line_spreads(lines: Sequence[Line], activities: Sequence[ActivityRecord], widths: Widths) -> list[Spread]:
    """Return the spread of each line, in the order of the lines; lines of one plan are moved together."""
    spreads: list[Spread] = [Spread({})] * len(lines)
    by_plan: dict[int, list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        if line.plan is None:
            activity = activities[line.activity]
            width = widths.of_quantity(activity)
            spreads[position] = Spread({Cause(quantity_source(activity), width.tier): abs(line.value) * width.share})
        else:
            by_plan[id(line.plan)].append(position)
    for members in by_plan.values():
        plan = lines[members[0]].plan
        if plan is not None:
            found = plan_spreads(plan, [activities[lines[m].activity] for m in members], widths)
            for member, spread in zip(members, found, strict=True):
                spreads[member] = spread
    return spreads


def plan_spreads(plan: Plan, activities: Sequence[ActivityRecord], widths: Widths) -> list[Spread]:
    """Return the spread of each activity's figure under one plan."""
    columns = Columns(activities)
    parts: list[dict[Cause, float]] = [{} for _ in activities]
    for moved in distinct(item for item, _ in inputs_of(plan) if item.step is None):
        up, down = (moved_result(plan, columns, moved, 1 + step) for step in (STEP, -STEP))
        sensitivity = (up - down) / (2 * STEP)
        for position, (source, (tier, width)) in enumerate(sources_of(moved, activities, widths)):
            cause = Cause(source, tier)
            if width:
                parts[position][cause] = parts[position].get(cause, 0.0) + float(sensitivity[position]) * width
    return [Spread(found) for found in parts]


def distinct(inputs: Iterable[Input]) -> list[Input]:
    """Return each origin once: a factor or a parameter that several steps use is one and the same number."""
    return list({origin(item): item for item in inputs}.values())


def origin(item: Input) -> tuple[str, str]:
    """Return what makes two inputs the same number."""
    if item.factor is not None:
        return ("factor", item.factor.id)
    return ("parameter", item.parameter or "")


def moved_result(plan: Plan, columns: Columns, moved: Input, by: float) -> Numbers:
    """Return the plan's result with one input multiplied by `by`, wherever it occurs."""
    results: list[Any] = []
    for step in plan.steps:
        arguments = {i.argument: moved_input(i, columns, results, moved, by) for i in step.inputs}
        results.append(step.formula.function(**arguments))
    return np.broadcast_to(np.asarray(results[-1], dtype=np.float64), (len(columns.activities),))


def moved_input(item: Input, columns: Columns, results: Sequence[Any], moved: Input, by: float) -> Any:
    """Return one input of a step, moved if it is the one."""
    if item.step is not None:
        return results[item.step]
    if item.prepared is not None:
        inner = (moved_input(i, columns, results, moved, by) for i in item.prepared.inputs)
        return item.prepared.preparation.column(*inner)
    value = input_column(item, columns)
    return value * by if origin(item) == origin(moved) else value


def sources_of(item: Input, activities: Sequence[ActivityRecord], widths: Widths) -> list[tuple[Source, Width]]:
    """Return the source of an input for each activity; a factor is the same for all."""
    if item.factor is not None:
        return [source_of(item, activities[0], widths)] * len(activities)
    return [source_of(item, activity, widths) for activity in activities]


def source_of(item: Input, activity: ActivityRecord, widths: Widths) -> tuple[Source, Width]:
    """Return the source of an input's error and its relative half-width."""
    if item.factor is not None:
        return factor_source(item.factor), widths.of_factor(item.factor)
    if item.parameter is not None:
        return parameter_source(activity, item.parameter), widths.of_parameter(activity, item.parameter)
    return quantity_source(activity), widths.of_quantity(activity)


def factor_source(factor: Factor) -> Source:
    """Return the source that a factor is: its id with its value, because a revised number is another number."""
    return Source("factor", factor.id, f"{factor.text} {factor.unit.code} {factor.valid_from.isoformat()}")


def parameter_source(activity: ActivityRecord, key: str) -> Source:
    """Return what a reported parameter rests on: the laboratory report, or the activity where none is named."""
    if activity.laboratory_report:
        return Source("laboratory_report", activity.laboratory_report, key)
    return Source("parameter", activity.id, key)


def total_spread(
    total: Total,
    lines: Sequence[Line],
    spreads: Sequence[Spread],
    left_out: frozenset[int],
    warming: Mapping[str, float],
) -> Spread:
    """Return the spread of a total; `warming` weighs the gases of a CO2e and is taken to be exact."""
    weighted = []
    for position, line in enumerate(lines):
        if position in left_out or line.indicator is not None or line.account != total.account:
            continue
        if total.scope is not None and line.scope != total.scope:
            continue
        if total.substance == CO2E and line.substance != CO2E:
            weighted.append((warming.get(line.substance, 0.0), spreads[position]))
        elif (line.substance, line.medium) == (total.substance, total.medium):
            weighted.append((1.0, spreads[position]))
    return combined(weighted)


def percent(spread: Spread, value: float) -> str | None:
    """Return the half-width as a percentage of the value, None where the value is nothing."""
    if not value:
        return None
    return exact_text(Fraction(spread.half_width / abs(value)) * 100, SHOWN_PLACES)


def quantity_source(activity: ActivityRecord) -> Source:
    """Return the meter behind the activity data, or the activity itself where none is named."""
    return Source("meter", activity.meter) if activity.meter else Source("activity", activity.id)
