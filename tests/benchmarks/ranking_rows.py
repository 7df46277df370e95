"""Enterprise-years for the ranking benchmark: invented, the same in every run, with a real row of a ranking in each.

Five years; three in five enterprises generate power, so that the national list of division 44 has a two-thousandth page
at a million rows. Figures come in steps, so that places are shared, and bounds are as far apart as real ones. Every
figure that a row shows is its own, so that rows are no smaller when packed than real ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import orjson
import psycopg
from zstandard import ZstdCompressionDict, ZstdCompressor, train_dictionary

from service.records import ScoreRow
from service.reference import load_library
from service.scoring.double_near_zero import score
from service.scoring.eligibility import Eligibility, kind
from service.scoring.placing import OF_PROCESS, of_process
from service.scoring.ranking import Entrant, sort_key
from service.scoring.render import score_to_json
from service.scoring.result import Rating, Reason
from service.scoring.ruleset_reader import find_ruleset
from service.storage.park_tables import PARK
from service.storage.rank_items import packed
from service.storage.rank_packing import DICTIONARY_BYTES
from service.storage.rank_tables import ANCHOR, DICTIONARY, ENTRY, LIST_INDEXES, REGION_LEVELS, SECTOR_LEVELS
from service.workflows.rank_rebuild import anchors_of, without_place
from service.workflows.rank_rebuild import shown as item_shown
from service.workflows.score import scheme_key
from tests.scoring.builders import air, anchors, plant, ruleset, unit

YEARS = (2020, 2021, 2022, 2023, 2024)
SCHEME = "DNZ-1"
SHARE_UNRANKED = 0.05
SECTORS = ("4411", "4411", "4411", "4411", "4412", "4417", "3011", "3110", "3120", "2521")
PROVINCES = ("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43")
RANKED = (Rating.non_compliant, Rating.compliant, Rating.industry_advanced, Rating.candidate, Rating.model)
PARKS = [f"park-{number}" for number in range(20)]
AT = "2025-03-31T00:00:00.000000Z"
_FIGURE = re.compile(rb"\d{3,}")
PROCESSES = {"4411": ("coal_unit", "gas_unit"), "4412": ("coal_unit", "gas_unit"), "4417": ("coal_unit",)}
_TYPES = {"BIGINT": "int8", "INTEGER": "int4", "TEXT": "text", "BLOB": "bytea"}


def load(connection: psycopg.Connection[Any], rows: int) -> None:
    """Fill the tables of entries and anchors by COPY, and make the indexes when the rows are there."""
    for number, year in enumerate(YEARS, 1):
        connection.execute(
            "INSERT INTO rank_cohort VALUES (%s, %s, %s, true, 1, %s, %s, '', '')",
            (number, scheme_version(), year, "d" * 64, AT),
        )
    definitions = [
        connection.execute(f"SELECT pg_get_indexdef('{index.name}'::regclass)").fetchone() for index in LIST_INDEXES
    ]
    for index in LIST_INDEXES:
        connection.execute(f"DROP INDEX {index.name}")
    number, dictionary = 1, learnt()
    types = [_TYPES[str(column.type)] for column in ENTRY.columns]
    copied(connection, ENTRY.name, types, entries(rows, number, ZstdCompressor(dict_data=dictionary)))
    copied(connection, DICTIONARY.name, ["int4", "bytea"], [(number, dictionary.as_bytes())])
    copied(connection, ANCHOR.name, ["int4", "text", "bytea"], list(cited()))
    parks = [(-number, name, name, name, "14", "invented", AT) for number, name in enumerate(PARKS, 1)]
    copied(connection, PARK.name, ["int8", *["text"] * 6], parks)
    for definition in definitions:
        connection.execute(str(definition[0] if definition else ""))
    connection.commit()


def copied(connection: psycopg.Connection[Any], table: str, types: list[str], rows: Any) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def learnt() -> ZstdCompressionDict:
    """A dictionary of what rows have in common."""
    return train_dictionary(DICTIONARY_BYTES, [item(number, ranked=number % 20 > 0) for number in range(500)])


def entries(rows: int, dictionary: int, packer: ZstdCompressor) -> Iterator[tuple[Any, ...]]:
    """Rows of `rank_entry` in the order of its columns."""
    each = rows // len(YEARS)
    for cohort in range(1, len(YEARS) + 1):
        drawn = np.random.default_rng(cohort)
        places, figures, spreads = drawn.integers(0, 10**6, each), drawn.normal(48, 12, each), drawn.random(each)
        for number in range(each):
            row = entry(cohort, cohort * 10**7 + number, int(places[number]), float(figures[number]), spreads[number])
            row |= {
                "dictionary": dictionary,
                "item": packer.compress(item(row["entry"], row["conservative"] is not None)),
            }
            yield tuple(row[column.name] for column in ENTRY.columns)


def entry(cohort: int, number: int, place: int, figure: float, chance: float) -> dict[str, Any]:
    """One row but for what it shows."""
    code, sector = f"91{number:016d}", SECTORS[place % len(SECTORS)]
    region = f"{PROVINCES[place // 10 % len(PROVINCES)]}{1 + place // 200 % 6:02d}{1 + place // 1200 % 3:02d}"
    ranked = chance > SHARE_UNRANKED
    conservative, axis = round(figure, 2), round(figure / 50, 3)
    low, high = int(conservative * 10**6), int((conservative + 4 * chance) * 10**6)
    rating = RANKED[min(max(int(figure // 15), 0), 4)] if ranked else Rating.not_assessed
    eligibility = (Eligibility.eligible, Eligibility.not_eligible, Eligibility.not_evaluated)[place // 7 % 3]
    order = (low, high, int(axis * 10**6)) if ranked else (None, None, None)
    reasons = () if ranked else (Reason("pollutants.missing"),)
    entrant = Entrant(code, rating, True, order[0], order[1], order[2], reasons, sector)
    processes = PROCESSES.get(sector, ("",))
    process = processes[place // 13 % len(processes)]
    peers = {name: sector[:digits] for name, digits in SECTOR_LEVELS.items()}
    levels = {name: region[:digits] for name, digits in REGION_LEVELS.items() if digits}
    return {
        "entry": number,
        "cohort": cohort,
        "credit_code": code,
        "sector": sector,
        **levels,
        "park": PARKS[place // 11 % len(PARKS)] if place % 3 == 0 else "",
        **peers,
        **{name: of_process(peers[level], process) for level, name in OF_PROCESS.items()},
        "kind": kind(rating, eligibility),
        "sort_key": sort_key(entrant),
        **dict(zip(("conservative", "favourable", "higher_axis"), order, strict=True)),
        "anchors": anchor_numbers(),
    }


@cache
def scheme_version() -> str:
    """The name under which ranks of the scheme are stored."""
    return scheme_key(find_ruleset(load_library(), SCHEME))


@cache
def detail() -> dict[str, Any]:
    """The whole explanation of one real score, as it is stored."""
    scored = score(plant(unit(intensity="0.752", pollutants=air("3", "12", "25"))), ruleset(), anchors())
    explained = score_to_json(scored, ruleset()) | {"grounds": [["report", "1", "accepted"], ["0"]]}
    read: dict[str, Any] = orjson.loads(orjson.dumps(explained))
    return read


def item(number: int, ranked: bool) -> bytes:
    """What a row shows: the words of a real one, with figures of its own."""
    words, lengths = worded(ranked)
    digits = iter(np.random.default_rng(number).integers(ord("1"), ord("9") + 1, sum(lengths), np.uint8).tobytes())
    return words % tuple(bytes(islice(digits, length)) for length in lengths)


@cache
def worded(ranked: bool) -> tuple[bytes, list[int]]:
    """A real row with gaps for its figures, and how many digits each had."""
    words = real(ranked).replace(b"%", b"%%")
    return _FIGURE.sub(b"%b", words), [len(figure) for figure in _FIGURE.findall(words)]


def real(ranked: bool) -> bytes:
    """What lists show of one real score, behind its place."""
    row = ScoreRow(
        *(SCHEME, 2024, "91140000MA0TEST00X", "4411", "140105", (("report", 1),), "compliant", None, None, None, None),
        *(b"", None, True, "d" * 64, None),  # type: ignore[arg-type]  # the instant is not shown
    )
    reason = detail()["reasons"][:1]
    made = item_shown(row, detail(), "coal_unit", Eligibility.eligible)
    return orjson.dumps(made if ranked else without_place(row, detail() | {"unranked": reason}))[1:]


def cited() -> Iterator[tuple[int, str, bytes]]:
    """Rows of `rank_anchor`: the anchors that the score rests on."""
    for number, content in enumerate(dict.fromkeys(anchors_of(detail())), 1):
        yield number, f"{number:064d}", content


@cache
def anchor_numbers() -> bytes:
    return packed([number for number, _, _ in cited()])
