"""Progress as plain JSON values: decimal text whose parts still sum, and the formula in words."""

from __future__ import annotations

from fractions import Fraction

from service.scoring.comparison import split_to_json
from service.scoring.exact import fixed, plain
from service.scoring.progress import CARBON, EQUIVALENTS, Product, Progress
from service.scoring.render import Json
from service.scoring.synergy import root

PLACES, SHARE_PLACES = 6, 6
FORMULA = "E2 - E1 = sum[(E2 - E*) + (Q2 - Q1)(I1 + I*)/2 + (I* - I1)(Q1 + Q2)/2] + elsewhere"
FORMULA_TEXT = {
    "zh": (
        "逐产品分解后相加：E* 为本年活动数据按基准年因子和方法重算的排放，Q 为产量，I=E/Q，I*=E*/Q2；三项依次为因子、"
        "产量(活动)、强度效应。不属于任何产品的排放变化列为“其他”。强度变化=ΣE*/Σ(I1·Q2)-1。"
    ),
    "en": (
        "Split product by product and added up: E* is this year's activity computed with the base year's factors and "
        "methods, Q the output, I = E/Q, I* = E*/Q2; the terms are the factor, activity and intensity effects. What "
        "belongs to no product is `elsewhere`. The change of intensity is sum(E*) / sum(I1 Q2) - 1."
    ),
}


def progress_to_json(found: Progress, years: int, yearly_fall: Fraction | None) -> Json:
    """One quantity; the four effects sum to `change` as printed."""
    split = split_to_json(found.split)
    before, after = Fraction(fixed(found.before, PLACES)), Fraction(fixed(found.after, PLACES))
    effects = {
        "factor_effect": Fraction(split["factors"]),
        "activity_effect": Fraction(split["output"]),
        "intensity_effect": Fraction(split["real"]),
        "elsewhere": after - before - Fraction(split["total"]),
    }
    change = {"change": after - before} | effects
    return {
        "axis": "carbon" if found.quantity == CARBON else "pollutant",
        "quantity": found.quantity,
        "unit": found.unit,
        "before": fixed(before, PLACES),
        "after": fixed(after, PLACES),
        **{name: fixed(value, PLACES) for name, value in change.items()},
        "shares": {name: _share(value, before) for name, value in change.items()},
        "coverage": {
            "before": _share(found.split.before, found.before),
            "after": _share(found.split.after, found.after),
        },
        **_intensity(found, years),
        "by_product": [_product(found, product) for product in found.expected],
        "due": _due(found, years, yearly_fall) if yearly_fall is not None else None,
    }


def _intensity(found: Progress, years: int) -> Json:
    """The change of intensity since the base year, and the same share a year that adds up to it."""
    ratio = found.ratio
    usable = ratio is not None and ratio >= 0
    return {
        "intensity_change": plain(ratio - 1, SHARE_PLACES) if ratio is not None else None,
        "intensity_change_a_year": plain(root(ratio, years) - 1, SHARE_PLACES)
        if ratio is not None and usable
        else None,
    }


def _product(found: Progress, product: Product) -> Json:
    """One product: its intensity then and now, both under the base year's factors."""
    name, unit = product
    made = found.outputs[product]
    return {
        "product": name,
        "unit": f"{found.unit}/{unit}",
        "before": plain(found.expected[product] / made),
        "after": plain(found.as_base[product] / made),
    }


def _due(found: Progress, years: int, yearly_fall: Fraction) -> Json:
    """What today's outputs may emit where intensities fall by a share a year; `above` is negative below it."""
    allowed = found.due(yearly_fall, years)
    now = sum(found.as_base.values(), Fraction(0))
    return {
        "yearly_fall": plain(yearly_fall),
        "allowed": plain(allowed, PLACES),
        "above": plain(now - allowed, PLACES),
        "met": now <= allowed,
    }


def _share(value: Fraction, whole: Fraction) -> str | None:
    return plain(value / whole, SHARE_PLACES) if whole else None


def quantities(substances: tuple[str, ...]) -> tuple[str, ...]:
    """What progress is told of: greenhouse gas, each listed pollutant, and all of these as equivalents."""
    return (CARBON, *substances, EQUIVALENTS)
