"""What the change between two scored years of an enterprise is made of: anchors, factors, output, real change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import orjson

from service.errors import Fault
from service.messages import message
from service.records import ScoreRow
from service.reference import Library
from service.scoring.comparison import Split, split_emission, split_index, split_to_json
from service.scoring.double_near_zero import score
from service.scoring.figures import Figures, read_figures
from service.scoring.inventory import Inventory
from service.scoring.peers import Peers
from service.scoring.ruleset import Ruleset
from service.storage.scores import Of
from service.storage.session import Store
from service.workflows.counterfactual import as_before
from service.workflows.peers import frozen_peers
from service.workflows.score import Group, anchors, groups_under, inventory_of_group, scheme_key

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Splitting:
    """Splits the changes of enterprises that have scores in both years; `years` are the earlier and the later one."""

    store: Store
    library: Library
    ruleset: Ruleset
    years: tuple[int, int]

    def of(self, page: Sequence[Of], before: Mapping[Of, ScoreRow], after: Mapping[Of, ScoreRow]) -> Mapping[Of, Json]:
        """Return the changes of each enterprise and sector."""
        both = [of for of in page if of in before and of in after]
        then, now = (groups_under(self.store, [rows[of] for of in both]) for rows in (before, after))
        scheme, year = scheme_key(self.ruleset), self.years[0]
        peers = {sector: frozen_peers(self.store, scheme, year, sector)[0] for sector in {of[1] for of in both}}
        alone = unsplit(Fault("comparison.one_year"))
        return dict.fromkeys(page, alone) | {
            of: self._changes(before[of], after[of], then[of], now[of], peers[of[1]]) for of in both
        }

    def _changes(self, was: ScoreRow, is_now: ScoreRow, earlier: Group, later: Group, peers: Peers) -> Json:
        gone = orjson.loads(is_now.detail).get("left_out")
        if gone:
            return unsplit(Fault("boundary.left_out", "", {"place": " ".join(filter(None, gone[0]))}))
        moved = as_before(self.store, self.library, later, earlier, self.years[1], self.ruleset)
        if moved.inventory is None:
            return unsplit(moved.fault or Fault("comparison.one_year"))
        index, missing = self._index(was, is_now, later, moved.inventory, peers)
        emissions, absent = split_figures(figures_of_row(was), figures_of_row(is_now), moved.inventory)
        not_split = [fault_json(fault) for fault in (*missing, *absent)]
        return {"changes": [*index, *emissions], "factors_from": moved.factors_from, "not_split": not_split}

    def _index(
        self, was: ScoreRow, is_now: ScoreRow, later: Group, moved: Inventory, peers: Peers
    ) -> tuple[list[Json], list[Fault]]:
        missing: tuple[list[Json], list[Fault]] = [], [Fault("comparison.no_index")]
        if was.index is None or is_now.index is None:
            return missing
        then = self._index_then(later, peers), self._index_of(moved, peers)
        if then[0] is None or then[1] is None:
            return missing
        split = split_index(Fraction(was.index), Fraction(is_now.index), then[0], then[1])
        return [change_json("index", "1", split)], []

    def _index_then(self, later: Group, peers: Peers) -> Fraction | None:
        """The index of the later reports as they stand, under the earlier year's anchors."""
        inventory = inventory_of_group(self.store, self.library, later, self.years[1], self.ruleset)
        return self._index_of(inventory, peers)

    def _index_of(self, inventory: Inventory, peers: Peers) -> Fraction | None:
        """The index of an inventory under the earlier year's anchors and peers."""
        earlier = replace(inventory, year=self.years[0])
        found = score(earlier, self.ruleset, anchors(self.library, self.ruleset), peers)
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
