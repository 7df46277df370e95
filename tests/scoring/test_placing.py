"""The places of a whole year at once are those that the definition gives scope by scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.placing import AREAS, PEERS, PLACE_BYTES, Codes, Standing, Year, offset, place_year, standings
from service.scoring.ranking import Entrant, rank, sort_key
from service.scoring.result import Rating, Reason

few = st.integers(min_value=-3, max_value=6)
code = st.integers(min_value=0, max_value=2)


@dataclass(frozen=True)
class Row:
    """One enterprise-year with the group that it belongs to at each level."""

    entrant: Entrant
    areas: dict[str, int]
    peers: dict[str, int]


def cohort(drawn: Sequence[tuple[int, int, int, list[int], list[int]]]) -> list[Row]:
    rows = [
        Row(
            Entrant(f"E{number:03}", Rating.compliant, True, low, low + abs(spread), axis, sector=str(peers[2])),
            {"nation": 0, "province": areas[0], "city": areas[1], "county": areas[2], "park": areas[3] - 1},
            dict(zip(PEERS, peers, strict=True)),
        )
        for number, (low, spread, axis, areas, peers) in enumerate(drawn)
    ]
    return sorted(rows, key=lambda row: sort_key(row.entrant))


def standing(stored: bytes, area: str, peers: str) -> Standing:
    begin = offset(area, peers)
    return next(standings(stored[begin : begin + PLACE_BYTES]))


def column(values: Sequence[int | None]) -> Codes:
    return np.array(values, np.int64)


def bulk(rows: Sequence[Row]) -> list[bytes]:
    year = Year(
        column([row.entrant.conservative for row in rows]),
        column([row.entrant.favourable for row in rows]),
        column([row.entrant.higher_axis for row in rows]),
        {area: column([row.areas[area] for row in rows]) for area in AREAS},
        {peers: column([row.peers[peers] for row in rows]) for peers in PEERS},
    )
    return [row.astype("<i4").tobytes() for row in place_year(year)]


@given(
    st.lists(
        st.tuples(few, few, few, st.lists(code, min_size=4, max_size=4), st.lists(code, min_size=6, max_size=6)),
        max_size=30,
    )
)
def test_every_scope_of_a_year_has_the_places_of_the_definition(
    drawn: list[tuple[int, int, int, list[int], list[int]]],
) -> None:
    rows = cohort(drawn)
    stored = dict(zip((row.entrant.credit_code for row in rows), bulk(rows), strict=True))
    for area in AREAS:
        for peers in PEERS:
            for group in {(row.areas[area], row.peers[peers]) for row in rows if row.areas[area] >= 0}:
                inside = [row.entrant for row in rows if (row.areas[area], row.peers[peers]) == group]
                for place in rank(inside).places:
                    expected = Standing(place.rank, *place.interval, place.shared_by, len(inside))
                    assert standing(stored[place.entrant.credit_code], area, peers) == expected


@given(st.lists(st.tuples(few, few, st.booleans(), code), max_size=20))
def test_sort_keys_order_as_the_definition_does_with_the_unranked_behind(
    drawn: list[tuple[int, int, bool, int]],
) -> None:
    entrants = [
        Entrant(f"E{n:03}", Rating.compliant, True, low, low, axis, () if ranked else (Reason("x"),), f"44{sector}1")
        for n, (low, axis, ranked, sector) in enumerate(drawn)
    ]
    ranking = rank(entrants)
    expected = [*(place.entrant for place in ranking.places), *ranking.unranked]
    assert sorted(entrants, key=sort_key) == expected


def test_who_belongs_to_no_group_of_a_level_has_no_place_there() -> None:
    rows = cohort([(5, 0, 0, [0, 0, 0, 0], [0] * 6)])
    assert standing(bulk(rows)[0], "park", "division") == Standing(0, 0, 0, 0, 0)
    assert standing(bulk(rows)[0], "county", "division") == Standing(1, 1, 1, 1, 1)
