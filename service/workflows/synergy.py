"""How carbon and pollutants moved together between two scored years: one enterprise, a park, a city, a province."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from service.access import Action, require, sees
from service.acts import Scope
from service.errors import Fault, InvalidInput, NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.coupling import coordination
from service.scoring.evidence import SYNERGY, provenance
from service.scoring.figures import Figures, read_figures
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.scoring.synergy_years import changes, sums_of
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.among import belonging, require_known
from service.workflows.causes import fault_json
from service.workflows.directory import visible_region
from service.workflows.rules import grounds
from service.workflows.score import scheme_key

Json = dict[str, Any]
NOTICE = {
    "zh": "由两年已审定报告的吨数计算，仅作“大幅减排”的佐证，不进入等级；含产量变化的影响。",
    "en": "Computed from the tonnes of accepted reports of two years. Evidence only: it enters no class, and it holds "
    "the effect of making more or less.",
}
ACCEPTED = "accepted"
Keyed = Mapping[tuple[str, str], ScoreRow]


@dataclass(frozen=True, slots=True)
class SynergyQuery:
    """Two years of some enterprises: those named, those that a park held in each year, or all of a region."""

    ruleset: str
    earlier: int
    later: int
    region: str | None = None
    enterprises: tuple[str, ...] = ()
    sector: str | None = None
    synthetic: bool = False
    park: str | None = None

    @property
    def scope(self) -> Scope:
        """Return whom the later year is about."""
        return Scope(self.ruleset, self.later, self.region or "", self.sector or "", self.synthetic, park=self.park)


def synergy(store: Store, library: Library, principal: Principal, query: SynergyQuery) -> Json:
    """Return the changes of those who were accepted in both years, and how many were left out and why.

    Raises `NotFound` where the caller sees none of them, `InvalidInput` for years out of order.
    """
    require(principal, Action.read if query.enterprises else Action.rank)
    if query.earlier >= query.later:
        raise InvalidInput(Fault("comparison.years", "/query/to"))
    region = "" if query.enterprises else visible_region(principal, query.region)
    require_known(store, library, replace(query.scope, region=region))
    ruleset = find_ruleset(library, query.ruleset)
    before, after = (rows_of(store, library, principal, query, year, region) for year in (query.earlier, query.later))
    if not before and not after:
        raise NotFound
    both = [key for key in before if key in after and accepted(before[key]) and accepted(after[key])]
    then, now = ([figures(rows[key]) for key in both] for rows in (before, after))
    change = changes(sums_of(then), sums_of(now)) if both else None
    coordinated = coordination_of([after[key] for key in both], ruleset)
    return {
        "ruleset": scheme_key(ruleset),
        "from": query.earlier,
        "to": query.later,
        "region": region or None,
        "park": query.park,
        "synthetic": query.synthetic,
        "enterprises": len({code for code, _ in before.keys() | after.keys()}),
        "counted": len({code for code, _ in both}),
        "in_one_year_only": len(before.keys() ^ after.keys()),
        "not_accepted": len(before.keys() & after.keys()) - len(both),
        "change": change,
        "coordination": coordinated,
        "not_evaluable": [fault_json(fault) for fault in unsaid(change, coordinated)],
        "notice": NOTICE,
        "provenance": provenance(ruleset, SYNERGY),
        **grounds(library, query.ruleset),
    }


def unsaid(change: Json | None, coordinated: Json | None) -> Iterator[Fault]:
    """Yield what could not be evaluated."""
    if change is None:
        yield Fault("synergy.nobody")
    elif change["together"] is None:
        yield Fault("synergy.no_amounts")
    if change is not None and coordinated is None:
        yield Fault("synergy.no_levels")


def rows_of(store: Store, library: Library, principal: Principal, query: SynergyQuery, year: int, region: str) -> Keyed:
    """Return the scores of a year that the caller may see, by enterprise and sector."""
    key = scheme_key(find_ruleset(library, query.ruleset))
    wanted: Sequence[str | None] = query.enterprises or (None,)
    with store.read() as session:
        found = [
            row
            for code in wanted
            for row in all_scores(
                session, ScoreQuery(key, year, region, query.sector or "", query.synthetic, credit_code=code)
            )
        ]
    inside = belonging(store, found, replace(query.scope, year=year))
    return {(row.credit_code, row.sector): row for row in inside if sees(principal, row.credit_code, row.region)}


def accepted(row: ScoreRow) -> bool:
    """Say whether every report under a score was accepted when it was scored, and none of the sites was left out."""
    detail = orjson.loads(row.detail)
    whole = not detail.get("left_out")
    return whole and all(state == ACCEPTED for *_, state in detail["grounds"][: len(row.reports)])


def figures(row: ScoreRow) -> Figures:
    """Return the physical figures under a score."""
    return read_figures(orjson.loads(row.detail)["figures"])


def coordination_of(rows: Sequence[ScoreRow], ruleset: Ruleset) -> Json | None:
    """Return how well both axes go together in the later year, each as the mean level of those who have both."""
    scored = [(row.carbon, row.pollutant) for row in rows if row.carbon is not None and row.pollutant is not None]
    return coordination(scored, ruleset.number("coordination_weight"))
