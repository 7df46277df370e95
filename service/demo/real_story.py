"""The published enterprise-years: lodged where region and year are known, computed again, and ranked or explained."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from service.demo.client import Client
from service.demo.lodging import caught, lodge
from service.demo.plant import Json
from service.demo.posting import as_plant, figures
from service.demo.published import Record
from service.demo.rankings import ranking
from service.demo.recomputation import REGION_STAND_IN, Units, not_computed, recomputed
from service.demo.server import Keys
from service.messages import message

#: The product takes reports from this year on.
EARLIEST_YEAR = 2015

#: Where figures are only checked, any value of the library will do for what has to be computed beside them.
TRUST = "recalled"

#: The group of quantities that say what a measure saves, not what a site emits.
MEASURE = "measure."

#: The figure that stands for a record of which nothing can be computed again, the first one that it has.
HEADLINES = ("ghg.total", "ghg.scope1_2", "ghg.scope1", "ghg.electricity_emissions")


class RealStory:
    """Collects rows, missing inputs and findings of all published records."""

    def __init__(self, client: Client, keys: Keys) -> None:
        self.client, self.keys = client, keys
        self.units = Units(client)
        self.caught: list[Json] = []
        self._rows: dict[str, list[Json]] = {}
        self._missing: dict[str, list[Json]] = {}
        self._groups: set[tuple[int, str, str]] = set()
        self._labels: dict[str, str] = {}

    def lodge(self, record: Record) -> None:
        """Compute a record's figures again, then lodge it, or have it checked where it cannot be lodged."""
        self._labels[record.credit_code] = record.id
        self._rows[record.id], self._missing[record.id] = [], []
        for row, findings in recomputed(self.client, self.units, record):
            self._rows[record.id].append(row)
            self._catch(caught(record.id, findings))
        if not self._rows[record.id]:
            self._rows[record.id].append(_headline(record))
        gaps = _gaps(record)
        if gaps:
            self._missing[record.id] = gaps
            self._check_only(record)
        else:
            self._submit(record)

    def _submit(self, record: Record) -> None:
        if record.region is None or record.year is None:
            raise ValueError("only a record with region and year can be lodged")
        plant = as_plant(record, record.region, record.year)
        lodged = lodge(self.client, plant, self.keys.administrator, self.keys.enterprises[record.credit_code])
        self._catch(lodged.caught)
        if lodged.left_out:
            self._missing[record.id].append(_said("demo.left_out", entries=", ".join(lodged.left_out)))
        if lodged.report_id is None:
            codes = ", ".join(sorted({refusal["code"] for refusal in lodged.refusals}))
            self._missing[record.id].append(_said("demo.refused", codes=codes))
        else:
            self._groups.add((record.year, record.region, record.sector))

    def _check_only(self, record: Record) -> None:
        """Have the figures checked without lodging them; no figure here depends on the region that stands in."""
        period = str(record.year if record.year and record.year >= EARLIEST_YEAR else EARLIEST_YEAR)
        body = {"sector": record.sector, "region": REGION_STAND_IN, "period": period, "trust": TRUST, **figures(record)}
        if body["activities"]:
            self._catch(caught(record.id, self.client.post("/v1/calculations", body).expected()["findings"]))

    def _catch(self, found: list[Json]) -> None:
        self.caught += [one for one in found if one not in self.caught]

    def groups(self) -> list[Callable[[], Json]]:
        """Return for each group that a lodged record belongs to what asks for its ranking."""
        return [partial(self._ranking, *group) for group in sorted(self._groups)]

    def _ranking(self, year: int, region: str, sector: str) -> Json:
        key = self.keys.regulators[region]
        group = ranking(self.client, key, self._labels, year=year, region=region, sector=sector, synthetic=False)
        for entry in group["unranked"]:
            self._missing[entry["label"]] += entry["reason"]
        return group

    def rows(self) -> list[Json]:
        """Return one row for each published figure, with what its record lacks for a place."""
        return [row | {"missing": self._missing[name]} for name, rows in self._rows.items() for row in rows]


def _headline(record: Record) -> Json:
    name = next((name for name in HEADLINES if name in record.quantities), next(iter(record.quantities)))
    return not_computed(record, name, message("demo.no_activity_data", {})[1])


def _gaps(record: Record) -> list[Json]:
    gaps = []
    if all(name.startswith(MEASURE) for name in record.quantities):
        gaps.append(_said("demo.measure_only"))
    if record.region is None:
        gaps.append(_said("demo.region_missing"))
    if record.year is None:
        gaps.append(_said("demo.year_missing"))
    elif record.year < EARLIEST_YEAR:
        gaps.append(_said("demo.year_too_early", earliest=str(EARLIEST_YEAR)))
    return gaps


def _said(code: str, **params: str) -> Json:
    zh, en = message(code, params)
    return {"code": code, "zh": zh, "en": en}
