"""The media of a pilot enterprise: computed where two years of accepted reports hold them, else as found by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from service.records import ScoreRow, VersionState
from service.scoring.figures import Figures
from service.scoring.inventory import Answer
from service.scoring.pilot_facts import Facts
from service.scoring.pilot_media import ACCOUNTS, Held, MediumData, medium_data
from service.storage.report_parts import substances_held
from service.storage.session import Store

#: Years as (figures, the accepted reports behind them); the base year may have none.
Years = tuple[tuple[Figures | None, Sequence[Held]], tuple[Figures | None, Sequence[Held]]]


def held_of(store: Store, row: ScoreRow | None) -> Sequence[Held]:
    """Return what the accepted reports behind a score add up to, by account."""
    if row is None:
        return ()
    grounds = orjson.loads(row.detail)["grounds"][: len(row.reports)]
    accepted = [(report, int(version)) for report, version, state in grounds if state == VersionState.accepted.value]
    with store.read() as session:
        found = substances_held(session, accepted)
    return [
        Held(f"{report}/{version}", site, row.year, substances)
        for (report, version), (site, substances) in sorted(found.items())
    ]


def media_of(years: Years, facts: Facts) -> Mapping[str, MediumData]:
    """Return for each medium whether both years have data, with the reports that hold it.

    What is computed goes before what was found by hand: a medium that both years report is none that does not apply.
    """
    computed = computed_media(years)
    by_hand = {name: MediumData(answer, facts.evidence.get(name, ())) for name, answer in facts.media.items()}
    known = {name: data for name, data in computed.items() if data.answer is not None or name not in by_hand}
    return {**by_hand, **known}


def computed_media(years: Years) -> dict[str, MediumData]:
    """Return what reports alone say of each medium."""
    (now, held), (base, held_before) = years
    reports = (*held_before, *held)
    both = [year for year in (base, now) if year is not None]
    gas = len(both) == len(years) and all(year.co2e is not None for year in both)
    air = len(both) == len(years) and all(year.pollution_equivalents is not None for year in both)
    listed = sorted({name for year in both for name in year.equivalents})
    return {
        "greenhouse_gas": of_air(gas, ("CO2e",), reports),
        "air": of_air(air, listed, reports),
        **{medium: medium_data(account, held_before, held) for medium, account in ACCOUNTS.items()},
    }


def of_air(known: bool, substances: Sequence[str], reports: Sequence[Held]) -> MediumData:
    """Return the data of what is emitted to the air, as the axes of the scheme take it."""
    told = ((held, [name for name in substances if name in held.substances.get("", ())]) for held in reports)
    return MediumData(Answer.yes if known else None, tuple(held.told(names) for held, names in told if names))
