"""Published enterprise-years as the bodies that the enterprise's own system would post.

Masses that an enterprise published enter as `reported_emission`; `data/mapping.yaml` says where every figure goes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.demo.plant import Json, Plant
from service.demo.plant import quantity as stated
from service.demo.published import Record
from service.demo.reading import read_yaml


def as_plant(record: Record, region: str, year: int) -> Plant:
    """Return the registration and report of a record whose region and year are known."""
    permit_code = f"{record.credit_code}001P"
    body = figures(record)
    common = {
        "sector": record.sector,
        "region": region,
        "period": str(year),
        "enterprise": record.credit_code,
        "facility": permit_code,
        "signatory": f"published figures, {record.source_url}",
    }
    return Plant(
        label=record.id,
        enterprise={"credit_code": record.credit_code, "name": record.id, "demo_record": record.id},
        facility={
            "permit_code": permit_code,
            "enterprise": record.credit_code,
            "name": record.id,
            "sector": record.sector,
            "region": region,
        },
        report=common | body,
    )


def figures(record: Record) -> Json:
    """Return activities, production and reported figures of a record, each as printed."""
    rules = read_yaml("mapping.yaml")
    extra = rules["extra"].get(record.id, {})
    produced = [
        {"product": product, "quantity": record.quantity(name)}
        for name, product in rules["production"].items()
        if name in record.quantities
    ]
    produced += [
        {"product": e["product"], "quantity": stated(e["value"], e["unit"])} for e in extra.get("production", ())
    ]
    return {
        "activities": [*_emissions(record, rules), *(_burnt(record, line) for line in extra.get("activities", ()))],
        "production": produced,
        "reported": [*_reported(record, rules), *(_extra(entry) for entry in extra.get("reported", ()))],
    }


def emission(record: Record, name: str, substance: str, scope: str | None) -> Json:
    """Return a printed mass as an activity."""
    line: Json = {
        "id": name,
        "kind": "reported_emission",
        "substance": substance,
        "basis": "published",
        "quantity": record.quantity(name),
        "evidence": [f"page {record.quantities[name]['page']}" if "page" in record.quantities[name] else "web page"],
    }
    return line | ({"scope": int(scope)} if scope else {})


def _burnt(record: Record, line: Mapping[str, str]) -> Json:
    """Return an amount of fuel per year as fuel burnt in the year."""
    return {
        "id": line["of"],
        "kind": line["kind"],
        "material": line["material"],
        "process": line["process"],
        "quantity": stated(record.quantity(line["of"])["value"], line["read_as"]),
    }


def _substance(record: Record, rule: Mapping[str, str]) -> str:
    return record.carbon if rule["substance"] == "CO2e" else rule["substance"]


def _emissions(record: Record, rules: Mapping[str, Any]) -> Iterator[Json]:
    printed = {name: rule for name, rule in rules["emissions"].items() if name in record.quantities}
    if not any(name.startswith("ghg.") for name in printed):
        printed |= {name: rule for name, rule in rules["total_only"].items() if name in record.quantities}
    for name, rule in printed.items():
        yield emission(record, name, _substance(record, rule), rule.get("scope"))


def _reported(record: Record, rules: Mapping[str, Any]) -> Iterator[Json]:
    for table in ("reported", "reported_again"):
        for name, rule in rules[table].items():
            if name in record.quantities:
                yield _total(record, name, rule)
    if "pollutants.exhaust_total" in record.quantities:
        for name in rules["exhaust_parts"]:
            yield {"name": "part", "quantity": record.quantity(name)}


def _total(record: Record, name: str, rule: Mapping[str, str]) -> Json:
    total: Json = {"name": rule["name"], "quantity": record.quantity(name)}
    return total | ({"substance": _substance(record, rule)} if "substance" in rule else {})


def _extra(entry: Mapping[str, str]) -> Json:
    return {"name": entry["name"], "substance": entry["substance"], "quantity": stated(entry["value"], entry["unit"])}
