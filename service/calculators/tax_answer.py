"""The tax assessment as plain JSON values: every item with its equivalent, rate, place in the order and source."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from service.calculators.environmental_tax import Priced, TaxAssessment, TaxedClass, TaxItem, tax_text
from service.calculators.rounding import decimal_text, exact_text

Json = dict[str, Any]


def tax_json(assessment: TaxAssessment, document: Mapping[str, Any]) -> Json:
    """Return the assessment; each printed amount is rounded for itself, the total from the exact sum."""
    return {
        "total": amount(assessment.total, document),
        "classes": [class_json(taxed, document) for taxed in assessment.classes],
        "not_taxed": [
            {"outlet": outlet or None, "medium": medium, "substance": substance}
            for outlet, medium, substance in assessment.untaxed
        ],
        "rounding": {name: document["rounding"][name] for name in ("places", "mode", "unit", "clause")},
        "source": document["source"],
    }


def class_json(taxed: TaxedClass, document: Mapping[str, Any]) -> Json:
    """Return one class of pollutants at one outlet."""
    return {
        "outlet": taxed.outlet or None,
        "class": taxed.pollutant_class,
        "clause": taxed.clause,
        "items": [item_json(item, document) for item in taxed.items],
        "tax": amount(sum((item.tax for item in taxed.items), Fraction(0)), document),
    }


def item_json(item: TaxItem, document: Mapping[str, Any]) -> Json:
    """Return one pollutant."""
    by_mass = item.equivalents is None and item.mass is not None
    return {
        "substance": item.substance,
        "mass": None if item.mass is None else {"value": exact_text(item.mass), "unit": "t"},
        "equivalent_value": priced(item.equivalent_value, "kg/eq", 1000),
        "equivalents": None if item.equivalents is None else exact_text(item.equivalents),
        "rank": item.rank,
        "payable": item.payable,
        "rate": priced(item.rate, "CNY/t" if by_mass else "CNY/eq", 1),
        "reduction": exact_text(item.reduction),
        "tax": amount(item.tax, document),
    }


def amount(value: Fraction, document: Mapping[str, Any]) -> Json:
    """Return an amount of money, rounded by the document's rule."""
    return {"value": decimal_text(*tax_text(value, document)), "unit": document["rounding"]["unit"]}


def priced(number: Priced | None, unit: str, scale: int) -> Json | None:
    """Return a number of the tax with its origin; a stated one has none but the request."""
    if number is None:
        return None
    factor = number.factor
    return {
        "value": exact_text(number.value * scale),
        "unit": unit,
        "match": factor.match.value if factor else "reported",
        "factor_id": factor.id if factor else None,
        "source": factor.source if factor else None,
        "clause": factor.clause if factor else None,
        "trust": factor.trust.value if factor else None,
    }
