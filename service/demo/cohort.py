"""The synthetic cohort of Shanxi: drawn from `data/cohort.yaml`, the same to the last digit on every machine.

Each enterprise has a generator of its own, seeded with its city, kind and number, so that adding one changes no other;
a twin is drawn with the generator of the enterprise before it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from service.demo.clinker import kiln_report
from service.demo.coal_power import power_report, power_units
from service.demo.plant import Plant
from service.demo.reading import read_yaml
from service.identifiers import reserved_credit_code

#: Reserved numbers from here on belong to the cohort; those below to the published records.
FIRST_RESERVED = 10_000
CITY_STEP = 100

LABELS: Mapping[str, str] = {"coal_power": "燃煤发电", "clinker": "水泥熟料"}
Body = dict[str, Any]
Units = list[Body]
REPORTS: Mapping[str, Callable[[random.Random, Mapping[str, Any], Units, str], Body]] = {
    "coal_power": power_report,
    "clinker": kiln_report,
}


def cohort() -> Iterator[Plant]:
    """Yield every enterprise of the cohort, city by city."""
    settings = read_yaml("cohort.yaml")
    for place, (region, city) in enumerate(settings["cities"].items()):
        offset = FIRST_RESERVED + place * CITY_STEP
        for kind, count in settings["per_city"].items():
            for number in range(1, int(count) + 1):
                yield _plant(settings, region, city, kind, number, offset + number)
            offset += int(count)


def _plant(settings: Mapping[str, Any], region: str, city: str, kind: str, number: int, reserved: int) -> Plant:
    credit_code = reserved_credit_code(reserved)
    case = settings["cases"][kind][str(number)]
    drawn_as = number - 1 if case == "twin" else number
    generator = random.Random(f"{settings['seed']}/{region}/{kind}/{drawn_as}")  # noqa: S311 (figures, not secrets)
    own = {**settings[kind], "coal_equivalent": settings["coal_equivalent"]["value"]}
    units = power_units(generator, own) if kind == "coal_power" else []
    label = f"合成-{city}-{LABELS[kind]}-{number:02}"
    permit_code = f"{credit_code}001P"
    common = {
        "sector": own["sector"],
        "region": region,
        "period": settings["year"],
        "enterprise": credit_code,
        "facility": permit_code,
        "signatory": settings["statement_zh"],
    }
    return Plant(
        label=label,
        enterprise={"credit_code": credit_code, "name": label, "synthetic": True},
        facility={
            "permit_code": permit_code,
            "enterprise": credit_code,
            "name": label,
            "sector": own["sector"],
            "region": region,
            "units": [{k: v for k, v in unit.items() if k != "coal_rate"} for unit in units],
        },
        report=common | REPORTS[kind](generator, own, units, case),
    )
