"""Compare a ranking over two years: who entered, left and moved, and what each change is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from service.access import Action, region_contains, require
from service.errors import Fault, InvalidInput, NotFound
from service.records import Principal, ScoreRow
from service.reference import Library
from service.scoring.comparison import FORMULA, FORMULA_TEXT
from service.scoring.eligibility import narrowed
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.storage.rank_lists import Snapshot, Stood, cohort_of, whole_list
from service.storage.ranks import Cohort
from service.storage.scores import Of, ScoreQuery, scores_of
from service.storage.session import Store
from service.workflows.among import require_whole_park
from service.workflows.causes import Splitting
from service.workflows.rank import Heading, heading_of, require_known_filters
from service.workflows.rank_page import RankingQuery, list_of
from service.workflows.rules import grounds
from service.workflows.score import scheme_key

Json = dict[str, Any]
#: Behind every place, so that who has none comes last.
NO_PLACE = 10**9


class Order(NamedTuple):
    """What a comparison is sorted by: the later place, then the earlier one, then who it is."""

    after: int
    before: int
    credit_code: str
    sector: str

    @property
    def of(self) -> Of:
        """Return whose it is."""
        return self.credit_code, self.sector


#: Before all others.
FIRST = Order(0, 0, "", "")


@dataclass(frozen=True, slots=True)
class ComparisonQuery:
    """A ranking against the one of an `earlier` year, and the page wanted; `after` is the order of the last item seen.

    Class and eligibility pick those who have them in one of the years.
    """

    ranking: RankingQuery
    earlier: int
    after: Order = FIRST


@dataclass(frozen=True, slots=True)
class YearList:
    """One year of the ranking: the ranks that it was read from, and where everybody stands in it."""

    year: int
    cohort: Cohort | None
    rows: Mapping[Of, Stood]
    ranks: Mapping[Of, int]

    def shown(self, query: RankingQuery) -> set[Of]:
        """Return those whom class, eligibility and enterprise leave on the list."""
        cohort = self.cohort
        kinds = narrowed(cohort.ranked_kinds + cohort.unranked_kinds, query.rating, query.eligibility) if cohort else ()
        return {of for of, row in self.rows.items() if row.kind in kinds and query.credit_code in (None, of[0])}


def comparison(store: Store, library: Library, principal: Principal, query: ComparisonQuery) -> Json:
    """Return one page of the movements, each with its changes split into causes.

    Raises `NotFound` for a region outside the regulator's, `InvalidInput` where the years are not in order.
    """
    ranking = query.ranking
    require(principal, Action.rank)
    if principal.region is not None and not region_contains(principal.region, ranking.region):
        raise NotFound
    if query.earlier >= ranking.year:
        raise InvalidInput(Fault("comparison.years", "/query/to"))
    require_whole_park(store, ranking.scope)
    named, ruleset = heading_of(library, ranking.ruleset), find_ruleset(library, ranking.ruleset)
    with store.read() as session:
        before, after = (year_list(session, named.key, replace(ranking, year=y)) for y in (query.earlier, ranking.year))
        shown = before.shown(ranking) | after.shown(ranking)
        left = sorted(order for of in shown if (order := order_of(of, before, after)) > query.after)
        page = [each.of for each in left[: ranking.limit]]
        scores = [scores_in_list(session, ruleset, ranking, year, page) for year in (before, after)]
    if not shown:
        require_known_filters(store, library, principal, ranking)
    split = Splitting(store, library, ruleset, (query.earlier, ranking.year)).of(page, *scores)
    return heading(named, ruleset, query, library, (before, after)) | {
        "items": [movement(of, (before, after), scores) | split[of] for of in page],
        "next_after": left[len(page) - 1] if len(left) > len(page) else None,
    }


def year_list(session: Snapshot, name: str, query: RankingQuery) -> YearList:
    """Return where everybody stands in a year."""
    cohort = cohort_of(session, name, query.year, synthetic=query.synthetic)
    rows = whole_list(session, list_of(cohort, query)) if cohort is not None else ()
    ranks = {row.of: row.standing.rank for row in rows if row.standing is not None}
    return YearList(query.year, cohort, {row.of: row for row in rows}, ranks)


def order_of(of: Of, before: YearList, after: YearList) -> Order:
    """Return by what an enterprise and sector is sorted."""
    return Order(after.ranks.get(of, NO_PLACE), before.ranks.get(of, NO_PLACE), *of)


def scores_in_list(
    session: Snapshot, ruleset: Ruleset, query: RankingQuery, year: YearList, page: Collection[Of]
) -> Mapping[Of, ScoreRow]:
    """Return the scores that a year's places of a page were made of."""
    if year.cohort is None:
        return {}
    wanted = ScoreQuery(scheme_key(ruleset), year.year, synthetic=query.synthetic)
    found = scores_of(session, wanted, {code for code, _ in page}, year.cohort.seq)
    return {of: found[of] for of in page if of in year.rows}


def heading(
    named: Heading, ruleset: Ruleset, query: ComparisonQuery, library: Library, years: tuple[YearList, YearList]
) -> Json:
    """Say what is compared, by which formula, on which ranks, and how many moved how."""
    scope, (before, after) = query.ranking.scope, years
    movements = Counter(moved_how(before.ranks.get(of), after.ranks.get(of)) for of in {*before.rows, *after.rows})
    return {
        "ruleset": scheme_key(ruleset),
        "from": query.earlier,
        "to": scope.year,
        "region": scope.region,
        "sector": scope.sector,
        "synthetic": scope.synthetic,
        "process": scope.process,
        "park": scope.park,
        "minimum_group": named.minimum_group,
        "years": [year_json(year, named.minimum_group) for year in years],
        "formula": FORMULA,
        "formula_text": FORMULA_TEXT,
        "formula_basis": "c",
        "counts": {name: movements[name] for name in ("entered", "left", "up", "down", "same", "unplaced")},
        **grounds(library, scope.ruleset),
    }


def year_json(year: YearList, minimum_group: int) -> Json:
    """Say how many a year ranks, and when that was worked out; never for a year that nobody has scored."""
    return {
        "year": year.year,
        "group_size": len(year.ranks),
        "publishable": len(year.ranks) >= minimum_group,
        "computed_at": year.cohort.computed_at if year.cohort else None,
        "data_version": year.cohort.seq if year.cohort else None,
    }


def movement(of: Of, years: tuple[YearList, YearList], scores: Sequence[Mapping[Of, ScoreRow]]) -> Json:
    """Say how an enterprise's place changed; `left` and `entered` are about places, not about reports."""
    before, after = (place_json(year.ranks.get(of), found.get(of)) for year, found in zip(years, scores, strict=True))
    moved = moved_how(before["rank"], after["rank"])
    return {"enterprise": of[0], "sector": of[1], "movement": moved, "before": before, "after": after}


def place_json(rank: int | None, row: ScoreRow | None) -> Json:
    """Return a place with the class and the index behind it."""
    figures = (row.klass, row.index, row.conservative_index) if row else (None, None, None)
    return {"rank": rank} | dict(zip(("class", "index", "conservative_index"), figures, strict=True))


def moved_how(was: int | None, is_now: int | None) -> str:
    """Name a movement."""
    if was is None or is_now is None:
        return "unplaced" if was is is_now else ("entered" if was is None else "left")
    return "same" if was == is_now else ("up" if is_now < was else "down")
