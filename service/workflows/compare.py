"""Compare a ranking over two years: who entered, left and moved, and what each change is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import orjson

from service.access import Action, region_contains, require
from service.acts import Scope
from service.errors import Fault, InvalidInput, NotFound
from service.factors import FactorSet
from service.messages import message
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.comparison import FORMULA, FORMULA_TEXT, Split, split_emission, split_index, split_to_json
from service.scoring.double_near_zero import score
from service.scoring.figures import Figures, read_figures
from service.scoring.inventory import Inventory
from service.scoring.peers import Peers
from service.scoring.ranking import Place
from service.scoring.result import Rating
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.scores import ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.among import EVERYBODY, Among, require_known
from service.workflows.counterfactual import AsBefore, as_before
from service.workflows.peers import frozen_peers
from service.workflows.places import placed
from service.workflows.score import Group, anchors, inventory_of_group, scheme_key, standing_groups

Json = dict[str, Any]
#: Behind every place, so that who has none comes last.
NO_PLACE = 10**9


@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """Two years of one group of peers and the page wanted; `after` is the `order` of the last item seen.

    Places are counted `among` the peers; `rating` picks those who have the class in one of the years.
    """

    ruleset: str
    earlier: int
    later: int
    region: str
    sector: str
    synthetic: bool = False
    limit: int = 20
    after: str = ""
    among: Among = EVERYBODY
    rating: Rating | None = None

    def shows(self, item: Json) -> bool:
        """Whether the class leaves an item on the list."""
        return self.rating is None or self.rating.value in (item["before"]["class"], item["after"]["class"])


@dataclass(frozen=True, slots=True)
class YearGroup:
    """One year of the group: its rows and places by enterprise."""

    rows: Mapping[str, ScoreRow]
    places: Mapping[str, Place]


def comparison(store: Store, library: Library, principal: Principal, query: ComparisonQuery) -> Json:
    """Return one page of the movements, each with its changes split into causes.

    Raises `NotFound` for a region outside the regulator's, `InvalidInput` where the years are not in order.
    """
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, query.region):
        raise NotFound
    if query.earlier >= query.later:
        raise InvalidInput(Fault("comparison.years", "/query/to"))
    ruleset = find_ruleset(library, query.ruleset)
    require_known(store, library, query.ruleset, query.among)
    before, after = (year_group(store, ruleset, query, year) for year in (query.earlier, query.later))
    moved = sorted((movement(code, before, after) for code in {*before.rows, *after.rows}), key=order_of)
    left = [item for item in moved if order_of(item) > query.after and query.shows(item)]
    page = left[: query.limit]
    parts = Parts(store, library, ruleset, query)
    changes = parts.of([item["enterprise"] for item in page], before, after)
    return heading(ruleset, query, library, moved) | {
        "items": [item | changes[item["enterprise"]] for item in page],
        "next_after": order_of(page[-1]) if len(left) > len(page) else None,
    }


def heading(ruleset: Ruleset, query: ComparisonQuery, library: Library, moved: Iterable[Json]) -> Json:
    """Say what is compared, by which formula, and how many moved how."""
    movements = [item["movement"] for item in moved]
    return {
        "ruleset": scheme_key(ruleset),
        "from": query.earlier,
        "to": query.later,
        "region": query.region,
        "sector": query.sector,
        "synthetic": query.synthetic,
        **query.among.named,
        "formula": FORMULA,
        "formula_text": FORMULA_TEXT,
        "formula_basis": "c",
        "counts": {name: movements.count(name) for name in ("entered", "left", "up", "down", "same", "unplaced")},
        "reference_digest": library.digest,
    }


def year_group(store: Store, ruleset: Ruleset, query: ComparisonQuery, year: int) -> YearGroup:
    """Rank one year of the group from its stored scores."""
    wanted = ScoreQuery(scheme_key(ruleset), year, query.region, query.sector, query.synthetic)
    with store.read() as session:
        scored = all_scores(session, wanted)
    rows = query.among.of(store, scored, year)
    places = {place.entrant.credit_code: place for place in placed(rows, ruleset).places}
    return YearGroup({row.credit_code: row for row in rows}, places)


def movement(code: str, before: YearGroup, after: YearGroup) -> Json:
    """Say how an enterprise's place changed; `left` and `entered` are about places, not about reports."""
    was, is_now = before.places.get(code), after.places.get(code)
    return {"enterprise": code, "movement": moved_how(was, is_now)} | {
        name: {"rank": place.rank if place else None, "class": row.klass if row else None}
        | {"index": row.index if row else None, "conservative_index": row.conservative_index if row else None}
        for name, place, row in (("before", was, before.rows.get(code)), ("after", is_now, after.rows.get(code)))
    }


def moved_how(was: Place | None, is_now: Place | None) -> str:
    """Name a movement."""
    if was is None or is_now is None:
        return "unplaced" if was is is_now else ("entered" if was is None else "left")
    return "same" if was.rank == is_now.rank else ("up" if is_now.rank < was.rank else "down")


def order_of(item: Json) -> str:
    """Sort by the later place, then by the earlier one, then by code."""
    ranks = (item[when]["rank"] or NO_PLACE for when in ("after", "before"))
    return "-".join([*(f"{rank:010d}" for rank in ranks), item["enterprise"]])


@dataclass(frozen=True, slots=True)
class Parts:
    """Splits the changes of enterprises that have scores in both years."""

    store: Store
    library: Library
    ruleset: Ruleset
    query: ComparisonQuery

    def of(self, codes: list[str], before: YearGroup, after: YearGroup) -> Mapping[str, Json]:
        """Return the changes of each enterprise."""
        earlier, later = self._groups(self.query.earlier, codes), self._groups(self.query.later, codes)
        peers, _ = frozen_peers(self.store, scheme_key(self.ruleset), self.query.earlier, self.query.sector)
        return {
            code: self._changes(before.rows[code], after.rows[code], earlier[code], later[code], peers)
            if code in earlier and code in later and code in before.rows and code in after.rows
            else unsplit(Fault("comparison.one_year"))
            for code in codes
        }

    def _groups(self, year: int, codes: list[str]) -> Mapping[str, Group]:
        wanted = set(codes)
        groups = standing_groups(self.store, Scope(self.query.ruleset, year, self.query.region, self.query.sector))
        return {g.enterprise.credit_code: g for g in groups if g.enterprise.credit_code in wanted}

    def _changes(self, was: ScoreRow, is_now: ScoreRow, earlier: Group, later: Group, peers: Peers) -> Json:
        gone = orjson.loads(is_now.detail).get("left_out")
        if gone:
            return unsplit(Fault("boundary.left_out", "", {"place": " ".join(filter(None, gone[0]))}))
        moved = as_before(self.store, self.library, later, earlier, self.query.later, self.ruleset)
        if moved.inventory is None:
            return unsplit(moved.fault or Fault("comparison.one_year"))
        inventory = inventory_of_group(self.store, self.library, later, self.query.later, self.ruleset)
        index, missing = self._index(was, is_now, inventory, moved, peers)
        emissions, absent = split_figures(figures_of_row(was), figures_of_row(is_now), moved.inventory)
        not_split = [fault_json(fault) for fault in (*missing, *absent)]
        return {"changes": [*index, *emissions], "factors_from": moved.factors_from, "not_split": not_split}

    def _index(
        self, was: ScoreRow, is_now: ScoreRow, inventory: Inventory, moved: AsBefore, peers: Peers
    ) -> tuple[list[Json], list[Fault]]:
        then = [index_then(i, self, peers) for i in (inventory, moved.inventory)]
        known = [Fraction(row.index) if row.index is not None else None for row in (was, is_now)]
        if known[0] is None or known[1] is None or then[0] is None or then[1] is None:
            return [], [Fault("comparison.no_index")]
        return [change_json("index", "1", split_index(known[0], known[1], then[0], then[1]))], []


def index_then(inventory: Inventory | None, parts: Parts, peers: Peers) -> Fraction | None:
    """Return the index of an inventory under the earlier year's benchmarks and peers."""
    if inventory is None:
        return None
    factors: FactorSet = anchors(parts.library, parts.ruleset)
    found = score(replace(inventory, year=parts.query.earlier), parts.ruleset, factors, peers)
    return found.index.central if found.index else None


def figures_of_row(row: ScoreRow) -> Figures:
    """Return the figures kept with a score."""
    return read_figures(orjson.loads(row.detail)["figures"])


def split_figures(was: Figures, is_now: Figures, moved: Inventory) -> tuple[list[Json], list[Fault]]:
    """Split greenhouse gas and each listed pollutant; in t."""
    if was.output is None or is_now.output is None or was.outputs.keys() != is_now.outputs.keys():
        return [], [Fault("comparison.no_common_output")]
    triples = {"CO2e": (was.co2e, is_now.co2e, moved.co2e_total)} | {
        name: (was.masses.get(name), is_now.masses.get(name), moved.pollutant_totals.get(name))
        for name in sorted({*was.masses, *is_now.masses})
    }
    found: list[Json] = []
    for name, (first, second, as_then) in triples.items():
        if first is not None and second is not None and as_then is not None:
            split = split_emission(first, second, as_then, (was.output, is_now.output))
            found += [change_json(name, "t", split)] if split else []
    absent = [name for name, triple in triples.items() if None in triple]
    return found, [Fault("comparison.no_mass", "", {"substance": name}) for name in absent]


def unsplit(fault: Fault) -> Json:
    """Say that nothing could be split, and why."""
    return {"changes": [], "factors_from": None, "not_split": [fault_json(fault)]}


def fault_json(fault: Fault) -> Json:
    """Return a reason in both languages."""
    zh, en = message(fault.code, fault.params)
    return {"code": fault.code, "zh": zh, "en": en}


def change_json(quantity: str, unit: str, split: Split) -> Json:
    """Return one change with its causes."""
    return {"quantity": quantity, "unit": unit} | split_to_json(split)
