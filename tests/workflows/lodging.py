"""Plants with accepted reports of several years, and the keys that judge them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from service.acts import Scope
from service.scoring.peers import PeerGroup, PeerStatistic
from service.storage.changes import Change, LogDraft
from service.storage.session import Store
from service.workflows import decide, score
from service.workflows.peers import KIND, statistic_json, subject_of
from service.workflows.submit import correct_report, submit_report
from tests.workflows.builders import Plant, coal, encode, library, plant, quantity, regulator, report

Json = dict[str, Any]
MEANS = {"SO2": "15", "NOx": "30", "PM": "3"}
#: What 1 万吨 of coal a month gives in a year at 6 % oxygen, in 10^9 Nm3, to the first figures.
GAS_OF_COAL = Decimal("0.93")


def stack(masses: tuple[str, str, str] = ("230", "460", "46"), means: dict[str, str] | None = None) -> list[Json]:
    """Monitored SO2, NOx and particulates of the one set, in t, with their means in mg/m3."""
    return [
        {
            "id": f"stack-{substance}",
            "kind": "reported_emission",
            "substance": substance,
            "basis": "continuous_monitoring",
            "unit_id": "U1",
            "quantity": quantity(mass, "t"),
            "parameters": {"mean_concentration": quantity((means or MEANS)[substance], "mg/m3")},
        }
        for substance, mass in zip(MEANS, masses, strict=True)
    ]


def honest(tonnes: str) -> list[Json]:
    """The stack of a set that burns `tonnes` 万吨 of coal each month, at the means of every test."""
    so2, nox, dust = (str(Decimal(mean) * Decimal(tonnes) * GAS_OF_COAL) for mean in MEANS.values())
    return stack((so2, nox, dust))


def body(owner: Plant, tonnes: str, year: int = 2024, *, emitted: list[Json] | None = None, **changes: Any) -> Json:
    """A report that burns `tonnes` 万吨 of coal each month."""
    lines = [coal(month, quantity=quantity(tonnes, "万吨")) for month in range(1, 13)]
    told = honest(tonnes) if emitted is None else emitted
    return report(owner, activities=[*lines, *told], period=str(year)) | changes


def lodge(store: Store, owner: Plant, tonnes: str, year: int = 2024, *, accepted: bool = True, **changes: Any) -> str:
    """Lodge a report and have its province accept it; returns its id."""
    raw = encode(body(owner, tonnes, year, **changes))
    answer = json.loads(submit_report(store, library(), owner.principal, raw, f"{year}").result().answer)
    report_id = str(answer["report_id"])
    if accepted:
        accept(store, report_id, region=str(changes.get("region", "14"))[:2])
    return report_id


def accept(store: Store, report_id: str, key: str = "accept", region: str = "14") -> None:
    verdict = encode({"decision": "accepted", "reason": "checked"})
    decide.decide(store, regulator(store, region), report_id, verdict, f"{key}-{report_id}").result()


def correct(store: Store, owner: Plant, report_id: str, tonnes: str, **changes: Any) -> None:
    """Correct a report, and have the correction accepted."""
    raw = encode({"reason": "read again", "report": body(owner, tonnes, **changes)})
    correct_report(store, library(), owner.principal, report_id, raw, f"correct-{tonnes}").result()
    accept(store, report_id, f"again-{tonnes}")


def fleet(store: Store, tonnes: list[str], year: int = 2024, first: int = 1) -> list[Plant]:
    """One plant with an accepted report for each figure of coal."""
    plants = [plant(store, number) for number in range(first, first + len(tonnes))]
    for owner, burned in zip(plants, tonnes, strict=True):
        lodge(store, owner, burned, year)
    return plants


def refreshed(store: Store, year: int = 2024) -> dict[str, int]:
    return score.refresh(store, library(), regulator(store), Scope("DNZ-1", year, "14", "4411"))


def freeze_peers(store: Store, year: int = 2024, best_decile: str = "3/4", sector: str = "4411") -> None:
    """Write the statistics of twenty-five peers into the log, as freezing them would: lodging so many takes long."""
    group = PeerGroup("coal_unit", "I", "ratio", year, synthetic=True)
    frozen = PeerStatistic(group, 25, Fraction(best_decile), Fraction(1), date(2025, 3, 31))
    body = {"statistics": [statistic_json(frozen)]}
    store.writer.submit(Change(log=(LogDraft(KIND, subject_of("DNZ-1@1.1", year, sector), body),))).result()
