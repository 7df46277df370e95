"""Published enterprise-years as the bodies that the enterprise's own system would post.

Masses that an enterprise published enter as `reported_emission`. Records keep their id; the credit codes come from the
reserved family, so that no real enterprise is named or meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.demo.plant import Json, Plant
from service.demo.plant import quantity as stated
from service.demo.reading import read_json, read_yaml
from service.identifiers import reserved_credit_code

#: The first reserved numbers belong to the published records, one for each.
FIRST_RESERVED = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One published enterprise-year: `quantities` by group and name, as printed."""

    id: str
    number: int
    sector: str
    year: int | None
    region: str | None
    source_url: str
    quantities: Mapping[str, Mapping[str, str]]
    anomalies: tuple[str, ...]

    @property
    def credit_code(self) -> str:
        """Return the reserved code that stands in for the enterprise's own."""
        return reserved_credit_code(FIRST_RESERVED + self.number)

    def quantity(self, name: str) -> Json:
        """Return a printed quantity."""
        return stated(self.quantities[name]["value"], self.quantities[name]["unit"])

    @property
    def carbon(self) -> str:
        """Return CO2 where the record prints carbon dioxide alone, else CO2e."""
        units = [q["unit"] for name, q in self.quantities.items() if name.startswith("ghg.")]
        return "CO2" if any(u.endswith("tCO2") for u in units) and not any("CO2e" in u for u in units) else "CO2e"


def records() -> tuple[Record, ...]:
    """Return every published record in the order of the file."""
    return tuple(
        Record(
            id=entry["id"],
            number=number,
            sector=entry["sector"],
            year=entry["year"],
            region=entry["region"],
            source_url=entry["source_url"],
            quantities=entry["quantities"],
            anomalies=tuple(entry["anomalies"]),
        )
        for number, entry in enumerate(read_json("published.json")["records"])
    )


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
