"""Compute published figures again through `POST /v1/calculations` and set them beside what was printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.demo.client import Client
from service.demo.plant import Json
from service.demo.plant import quantity as stated
from service.demo.posting import emission
from service.demo.published import Record
from service.demo.reading import read_yaml

#: Where a source leaves region or year open, these stand in; the factors are inline, so no figure depends on them.
REGION_STAND_IN = "110000"
NEAR = Decimal(3)
PER_CENT = 100


class Units:
    """Exact unit factors as the product publishes them."""

    def __init__(self, client: Client) -> None:
        self._factors: dict[str, Fraction] = {}
        for unit in client.get("/v1/units").expected()["items"]:
            for spelling in (unit["code"], *unit["aliases"]):
                self._factors.setdefault(spelling, Fraction(unit["factor"]))

    def exact(self, quantity: Mapping[str, str]) -> Fraction:
        """Return a quantity in the canonical unit of its dimension."""
        return Fraction(quantity["value"]) * self._factors[quantity["unit"]]

    def printed_in(self, value: Fraction, unit: str) -> str:
        """Return a canonical value in `unit`, with as many digits as a comparison wants."""
        amount = value / self._factors[unit]
        return f"{Decimal(amount.numerator) / Decimal(amount.denominator):.4f}"


def recomputed(client: Client, units: Units, record: Record) -> Iterator[tuple[Json, list[Json]]]:
    """Yield one row for each recomputation of a record, with the findings that its calculation met."""
    rows = read_yaml("recomputations.yaml")
    for rule in rows["level_a"]:
        if rule["record"] == record.id:
            answer = _calculate(client, record, _activities_a(record, rule, units), rule)
            substances = ("CO2e",)
            yield _row(units, record, rule, _total(answer, substances), _verdict_a), answer["findings"]
    for rule in rows["level_b"]:
        if rule["record"] == record.id:
            activities = [emission(record, name, _substance(rule, name), None) for name in rule["parts"]]
            answer = _calculate(client, record, activities, rule)
            substances = tuple({line["substance"] for line in activities})
            yield _row(units, record, rule, _total(answer, substances), _verdict_b), answer["findings"]
    for rule in rows["not_expressible"]:
        if rule["record"] == record.id:
            yield not_computed(record, rule["quantity"], rule["reason"]), []


def not_computed(record: Record, name: str, reason: str) -> Json:
    """Return the row of a figure that stands as published."""
    return {
        "id": record.id,
        "quantity": name,
        "published": record.quantity(name),
        "computed": None,
        "difference": None,
        "factor": reason,
        "verdict": "not computed",
    }


def _substance(rule: Mapping[str, Any], name: str) -> str:
    pollutants = {"nox": "NOx", "so2": "SO2", "pm": "PM", "cod": "COD"}
    return str(rule.get("substance") or pollutants[name.removeprefix("pollutants.").split("_")[0]])


def _calculate(client: Client, record: Record, activities: list[Json], rule: Mapping[str, Any]) -> Json:
    body: Json = {
        "sector": record.sector,
        "region": record.region or REGION_STAND_IN,
        "period": rule.get("period") or str(record.year),
        "activities": activities,
    }
    if "gwp" in rule:
        body["gwp"] = rule["gwp"]
    return client.post("/v1/calculations", body).expected()


def _activities_a(record: Record, rule: Mapping[str, Any], units: Units) -> list[Json]:
    lines = []
    for number, line in enumerate(rule["activities"], start=1):
        if line["kind"] == "reported_emission":
            lines.append(emission(record, line["of"], line["substance"], line["scope"]))
            continue
        parameters = {name: stated(value, unit) for name, (value, unit) in line["parameters"].items()}
        material = {"material": line["material"]} if "material" in line else {}
        quantity = _amount(record.quantity(line["of"]), line, units)
        lines.append(
            {"id": f"line-{number}", "kind": line["kind"], "quantity": quantity, "parameters": parameters} | material
        )
    return lines


def _amount(printed: Json, line: Mapping[str, Any], units: Units) -> Json:
    """Return a printed amount, its volume weighed with the assumed density or its unit read as the rule says."""
    if "density" in line:
        value, unit = line["density"]
        tonnes = units.exact(printed) * units.exact(stated(value, unit))
        return stated(f"{Decimal(tonnes.numerator) / Decimal(tonnes.denominator)}", "t")
    return printed | ({"unit": line["read_as"]} if "read_as" in line else {})


def _total(answer: Json, substances: tuple[str, ...]) -> Fraction:
    return sum((Fraction(t["mass"]["value"]) for t in answer["totals"] if t["substance"] in substances), Fraction(0))


def _verdict_a(difference: Fraction, published: Fraction, tolerance: Fraction) -> str:
    percent = abs(difference / published) * PER_CENT
    if percent <= tolerance:
        return "reproduces"
    return "within 3 percent" if percent <= NEAR else "does not reproduce"


def _verdict_b(difference: Fraction, _published: Fraction, tolerance: Fraction) -> str:
    return "adds up" if abs(difference) <= tolerance else "does not add up"


def _row(units: Units, record: Record, rule: Mapping[str, Any], tonnes: Fraction, judge: Any) -> Json:
    published = record.quantity(rule["quantity"])
    unit = published["unit"]
    printed = units.exact(published)
    tolerance = Fraction(rule["tolerance"]) * (1 if judge is _verdict_a else units.exact(stated("1", unit)))
    computed = stated(units.printed_in(tonnes, unit), unit)
    return {
        "id": record.id,
        "quantity": rule["quantity"],
        "published": published,
        "computed": computed,
        "difference": stated(units.printed_in(tonnes - printed, unit), unit),
        "difference_percent": f"{float((tonnes - printed) / printed * PER_CENT):.4f}",
        "factor": rule.get("factor", "sum of the printed parts: " + ", ".join(rule.get("parts", ()))),
        "verdict": judge(tonnes - printed, printed, tolerance),
    }
