"""Packing the grounds of a calculation, so that the same digits come out again in ten years.

Packed are the methods as they stood, every factor that was found on the way, and the vocabulary; equal packings have
equal bytes, so reports that rest on the same grounds share one stored row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from service.accounting import AccountingMethod
from service.calculators.calculation import Calculation, Grounds
from service.factors import Factor, FactorSet, Match, Trust
from service.method_choice import LeftOpen
from service.method_reader import read_method
from service.units import find_unit

Json = dict[str, Any]


def pack(calculation: Calculation) -> bytes:
    """Return the grounds of a calculation as canonical JSON; reports with the same grounds share the bytes."""
    grounds = calculation.grounds
    materials = tuple(sorted({a.material for a in calculation.submission.activities if a.material}))
    asked = (calculation.tax is not None, calculation.submission.uncertainty)
    key = (tuple((f.id, f.match.value) for f in packed_factors(calculation)), materials, asked)
    if key not in grounds.packed:
        grounds.packed[key] = packed_json(calculation, materials)
    return grounds.packed[key]


def packed_json(calculation: Calculation, materials: tuple[str, ...]) -> bytes:
    """Encode methods, factors and vocabulary; keys keep their order: that of a figure's inputs is its formula's."""
    grounds = calculation.grounds
    content: Json = {
        "methods": [plain(method.document) for method in grounds.methods],
        "factors": [factor_json(factor) for factor in packed_factors(calculation)],
        "day": grounds.day.isoformat(),
        "names": dict(grounds.names),
        "material_classes": {m: grounds.material_classes[m] for m in materials if m in grounds.material_classes},
        "quanta": dict(grounds.quanta),
    }
    if grounds.left_open != LeftOpen():
        content["left_open"] = plain(asdict(grounds.left_open))
    if calculation.submission.uncertainty:
        content["uncertainty"] = plain(grounds.uncertainty)
    if calculation.tax is not None:
        content["tax_rules"] = plain(grounds.tax_rules)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def packed_factors(calculation: Calculation) -> list[Factor]:
    """Return the factors of the figures and those that decided what is no figure, once, in a stable order."""
    found = {(f.id, f.match): f for f in (*calculation.calculated.consulted, *calculation.factors)}
    return [found[key] for key in sorted(found)]


@lru_cache(maxsize=64)
def unpack(content: bytes) -> Grounds:
    """Return packed grounds; their factor set serves the stored factors only.

    Reports that share a row share what is planned on it: a group of plants is replayed at the cost of its figures.
    """
    stored = json.loads(content)
    return Grounds(
        methods=tuple(stored_method(json.dumps(document)) for document in stored["methods"]),
        factors=FactorSet.frozen([read_factor(f) for f in stored["factors"]]),
        day=date.fromisoformat(stored["day"]),
        names=stored["names"],
        material_classes=stored["material_classes"],
        quanta=stored["quanta"],
        tax_rules=stored.get("tax_rules", {}),
        uncertainty=stored.get("uncertainty", {}),
        left_open=read_left_open(stored.get("left_open", {})),
    )


@lru_cache(maxsize=256)
def stored_method(text: str) -> AccountingMethod:
    """Return a method as it stood; most packings hold the same ones."""
    return read_method(json.loads(text))


def read_left_open(stored: Json) -> LeftOpen:
    """Return what the choice of methods left open; nothing in packings that are older than the question."""
    return LeftOpen(**(stored | {"tied": tuple(stored.get("tied", ()))}))


def plain(value: Any) -> Any:
    """Return a document as plain maps and lists, without the reader's notes on lines."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def factor_json(factor: Factor) -> Json:
    """Return one factor with all that its trace shows."""
    return {
        "id": factor.id,
        "series": factor.series,
        "value": str(factor.value),
        "text": factor.text,
        "unit": factor.unit.code,
        "trust": factor.trust.value,
        "match": factor.match.value,
        "source": factor.source,
        "clause": factor.clause,
        "status": factor.status,
        "valid_from": factor.valid_from.isoformat(),
        "day": factor.day.isoformat(),
        "name_zh": factor.name_zh,
        "name_en": factor.name_en,
        "basis": factor.basis,
    }


def read_factor(stored: Json) -> Factor:
    """Return a stored factor."""
    typed = {
        "value": Fraction(stored["value"]),
        "unit": find_unit(stored["unit"]),
        "trust": Trust(stored["trust"]),
        "match": Match(stored["match"]),
        "valid_from": date.fromisoformat(stored["valid_from"]),
        "day": date.fromisoformat(stored["day"]),
    }
    return Factor(**(stored | typed))
