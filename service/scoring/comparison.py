"""Two years of one enterprise: the change of a quantity, split exactly into its causes.

Let E be an emission, Q the output, I = E / Q, and E* the later year's activity computed with the earlier year's
factors and methods, I* = E* / Q2. Then

    E2 - E1 = (E2 - E*)  +  (Q2 - Q1)(I1 + I*) / 2  +  (I* - I1)(Q1 + Q2) / 2
              factors       output                     real

The last two are the Shapley split of two factors, symmetric in the years; nothing is left over. An index does not
depend on the scale of output. With J* the later year's activity under the earlier year's anchors and factors, and
J~ the later year's inventory under the earlier year's anchors,

    J2 - J1 = (J2 - J~)  +  (J~ - J*)  +  (J* - J1)
              anchors    factors       real
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from service.scoring.exact import fixed

FORMULA = {
    "emission": "E2 - E1 = (E2 - E*) + (Q2 - Q1)(I1 + I*)/2 + (I* - I1)(Q1 + Q2)/2",
    "index": "J2 - J1 = (J2 - J~) + (J~ - J*) + (J* - J1)",
}
FORMULA_TEXT = {
    "zh": (
        "E* 为后一年活动数据按前一年因子和方法重算的排放，Q 为产量，I=E/Q，I*=E*/Q2；三项依次为因子、产量、实际变化，"
        "合计等于总变化。J~ 为后一年清单按前一年锚点评价的指数，J* 再按前一年因子重算；三项依次为锚点、因子、实际变化。"
    ),
    "en": (
        "E* is the later activity computed with the earlier factors and methods, Q the output, I = E/Q, I* = E*/Q2; "
        "the terms are factors, output and real change and sum to the whole. J~ is the index of the later inventory "
        "under the earlier anchors, J* the same with the earlier factors too; the terms are anchors, factors, "
        "real."
    ),
}


@dataclass(frozen=True, slots=True)
class Split:
    """A change and its causes; the causes sum to `total` exactly. `anchors` is 0 for an emission."""

    before: Fraction
    after: Fraction
    factors: Fraction
    output: Fraction
    real: Fraction
    anchors: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        """The whole change."""
        return self.after - self.before


def split_emission(
    before: Fraction, after: Fraction, after_as_before: Fraction, outputs: tuple[Fraction, Fraction]
) -> Split | None:
    """The split of an emission; `after_as_before` is E*. None where a year has no output, so that there is no I."""
    earlier, later = outputs
    if earlier <= 0 or later <= 0:
        return None
    intensity, as_before = before / earlier, after_as_before / later
    return Split(
        before,
        after,
        after - after_as_before,
        (later - earlier) * (intensity + as_before) / 2,
        (as_before - intensity) * (earlier + later) / 2,
    )


def split_index(before: Fraction, after: Fraction, old_anchors: Fraction, old_factors: Fraction) -> Split:
    """The split of an index: `old_anchors` is J~, `old_factors` J*. Output has no part in it by construction."""
    return Split(before, after, old_anchors - old_factors, Fraction(0), old_factors - before, after - old_anchors)


PLACES = 6


def split_to_json(split: Split) -> dict[str, str]:
    """A split as decimal text that still sums: each part to 10^-6, half to even, the real one by difference."""
    whole = {name: _rounded(getattr(split, name)) for name in ("before", "after", "anchors", "factors", "output")}
    total = whole["after"] - whole["before"]
    real = total - whole["anchors"] - whole["factors"] - whole["output"]
    parts = {name: whole[name] for name in ("anchors", "factors", "output")} | {"real": real}
    shown = {"before": whole["before"], "after": whole["after"], "total": total} | parts
    return {name: fixed(value, PLACES) for name, value in shown.items()}


def _rounded(value: Fraction) -> Fraction:
    return Fraction(fixed(value, PLACES))
