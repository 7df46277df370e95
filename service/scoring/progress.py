"""Progress against a fixed base year, with the part that comes from making more or less split off.

The split is exact and symmetric: activity = change of output x mean intensity, intensity = change of intensity x mean
output (the two-factor Shapley split, which sums to the whole change without a residue, as the logarithmic mean does).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Year:
    """Emission (t, or equivalents) and output of one year over the same boundary."""

    emission: Fraction
    output: Fraction


@dataclass(frozen=True, slots=True)
class Progress:
    """Change since the base year: negative is less. Shares are None where the base is 0."""

    change: Fraction
    from_activity: Fraction
    from_intensity: Fraction
    emission_share: Fraction | None
    intensity_share: Fraction | None


def progress(base: Year, now: Year) -> Progress | None:
    """Progress between two years; None where one of them has no output, so that there is no intensity."""
    if base.output <= 0 or now.output <= 0:
        return None
    before, after = base.emission / base.output, now.emission / now.output
    return Progress(
        now.emission - base.emission,
        (now.output - base.output) * (before + after) / 2,
        (after - before) * (base.output + now.output) / 2,
        _share(now.emission, base.emission),
        _share(after, before),
    )


def compounded(value: Fraction, yearly_fall: Fraction, years: int) -> Fraction:
    """A value that falls by the same share each year."""
    return value * (1 - yearly_fall) ** years


def _share(now: Fraction, before: Fraction) -> Fraction | None:
    return now / before - 1 if before else None
