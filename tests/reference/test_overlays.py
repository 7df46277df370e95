"""Overlays inside a library, the differences they make, and editions that are made again from their texts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from service.errors import ReferenceDataError
from service.factors import Candidate, FactorSet, Match
from service.reference import Library, library_of, load_library, overlays_in, read_library
from service.reference.changes import Difference, Movement
from service.reference.editions import packed, unpacked
from service.reference.formats import Format, read_rows
from service.reference.overlays import Overlay, overlay_texts
from service.reference.proposals import Refusal, applied, judge, remaining, with_overlay
from service.reference.reader import read_document
from tests.reference.miniature import FILES, write

HEADER = "id,series,name_zh,value,unit,valid_from,source,clause,status,checked"
TABLE = "energy/grid.csv"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read_library(write(tmp_path, dict(FILES)))


def rows(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in (HEADER, *lines)).encode()


def line(
    name: str, value: str, day: str, series: str = "grid.avg.cn", unit: str = "kgCO2/kWh", source: str = "notice"
) -> str:
    return f"{name},{series},虚构,{value},{unit},{day},{source},表1,found,2026-11-20"


def overlay(library: Library, *lines: str, sources: str = "") -> Library:
    documents = read_document(sources, "sources") if sources else None
    judged = judge(library, TABLE, read_rows(rows(*lines), "upload", Format.csv), documents)
    assert judged.refused == ()
    after = applied(library, judged)
    assert isinstance(after, Library), after
    return after


def refusals(library: Library, *lines: str) -> list[tuple[str, int]]:
    judged = judge(library, TABLE, read_rows(rows(*lines), "upload", Format.csv))
    found = list(judged.refused)
    if not found and isinstance(refused := applied(library, judged), Refusal):
        found = [refused]
    return [(refusal.code.removeprefix("reference."), refusal.line) for refusal in found]


def test_an_annual_update_is_one_small_table() -> None:
    """A year that never was, marked as such: the factor is found for it, and is no longer carried forward."""
    packaged = load_library()
    national, day = [Candidate("grid.avg.cn", Match.NATIONAL_DEFAULT)], date(2091, 6, 1)
    before = FactorSet(packaged).find(national, day, role="emission_factor")
    assert before.match is Match.CARRIED_FORWARD
    source = (
        'fictitious-2091:\n  title_zh: "虚构公告，仅供测试"\n  title_en: "A fictitious announcement, for tests only"\n'
        '  issuer: "测试"\n  published: "2026-11-20"\n  read: full\n'
    )
    row = "fictitious.2091,grid.avg.cn,虚构年度,0.1234,kgCO2/kWh,2091-01-01,fictitious-2091,表1,found,2026-11-20"
    after = overlay(packaged, row, sources=source)
    factor = FactorSet(after).find(national, day, role="emission_factor")
    assert (factor.text, factor.match, factor.source) == ("0.1234", Match.NATIONAL_DEFAULT, "fictitious-2091")
    assert after.sources["fictitious-2091"].title_en == "A fictitious announcement, for tests only"
    assert packaged.texts[TABLE] == after.texts[TABLE]


def test_what_is_there_is_never_edited(library: Library) -> None:
    assert refusals(library, line("g.2022", "0.5", "2024-01-01")) == [("overlay.id_exists", 2)]
    assert refusals(library, line("new", "0.5", "2022-01-01")) == [("overlay.day_exists", 2)]
    both = line("a", "0.5", "2024-01-01"), line("b", "0.6", "2024-01-01")
    assert refusals(library, *both) == [("overlay.day_exists", 3)]
    again = line("a", "0.5", "2024-01-01"), line("a", "0.6", "2025-01-01")
    assert refusals(library, *again) == [("id.repeated", 3)]


def test_every_refused_row_is_named_with_its_line(library: Library) -> None:
    assert refusals(
        library,
        line("a", "55.68", "2024-01-01"),
        line("b", "0.5", "2025-01-01"),
        line("c", "0.5", "2026-13-01"),
        line("d", "0.5", "2027-01-01", source="nobody"),
        line("e", "0.5", "2027-01-01", series="coal.of"),
        line("f", "0,5", "2028-01-01").replace("0,5", '"0,5"'),
    ) == [
        ("value.implausible", 2),
        ("valid_from.date_impossible", 4),
        ("source.unknown", 5),
        ("series.table", 6),
        ("value.number", 7),
    ]


def test_what_only_the_whole_series_shows_is_named_by_the_line_handed_in(library: Library) -> None:
    end = line("x.end", "", "2030-01-01", series="grid.new")
    assert refusals(library, line("a", "0.5", "2024-01-01"), end) == [("series.ends_unbegun", 3)]


def test_a_unit_of_another_dimension_beside_a_series_is_refused(library: Library) -> None:
    tables = library.texts["tables.yaml"].replace('"*": [electricity]', '"*": [electricity, share]')
    wider = library_of({**library.texts, "tables.yaml": tables})
    assert refusals(wider, line("a", "0.5", "2024-01-01", unit="1")) == [("series.dimension", 2)]


def test_a_table_that_is_not_there_and_a_key_that_is_taken_are_refused(library: Library) -> None:
    read = read_rows(rows(line("a", "0.5", "2024-01-01")), "upload", Format.csv)
    for table in ("energy/steam.csv", "regions.csv"):
        with pytest.raises(ReferenceDataError, match=r"overlay\.table"):
            judge(library, table, read)
    taken = read_document('notice:\n  title_zh: "另一份"\n  read: full\n', "sources")
    with pytest.raises(ReferenceDataError, match=r"source\.repeated"):
        judge(library, TABLE, read, taken)


@pytest.mark.parametrize(
    ("drop", "change", "code"),
    [
        ("overlays/0001.csv", {}, "overlay.absent"),
        ("overlays/0001.yaml", {}, "table.unlisted"),
        ("", {"overlays/0001.yaml": '{"table": "none.csv", "sources": {}}\n'}, "overlay.table"),
        (
            "",
            {
                "overlays/0001.yaml": '{"table": "energy/grid.csv", '
                '"sources": {"guide": {"title_zh": "x", "read": "no"}}}\n'
            },
            "source.repeated",
        ),
    ],
)
def test_damaged_overlays_stop_the_start(drop: str, change: dict[str, str], code: str, library: Library) -> None:
    texts = overlay(library, line("a", "0.5", "2024-01-01")).texts
    with pytest.raises(ReferenceDataError) as raised:
        library_of({file: text for file, text in texts.items() if file != drop} | change)
    assert raised.value.reason == f"reference.{code}"


def test_each_movement_is_told_with_what_held_before(library: Library) -> None:
    after = overlay(
        library,
        line("a", "0.5", "2024-01-01"),
        line("b", "0.55", "2022-07-01"),
        line("c", "0.7", "2024-01-01", series="grid.avg.prov.hebei"),
        line("p.end", "", "2025-01-01", series="grid.avg.prov.shanxi"),
    )
    found = {
        (c.movement, c.after.id, c.replaces.id if c.replaces else None)
        for c in Difference(library, after).changes
        if c.after
    }
    assert found == {
        (Movement.newer, "a", "g.2023"),
        (Movement.inserted, "b", "g.2022"),
        (Movement.added, "c", None),
        (Movement.ended, "p.end", "g.2022.prov"),
    }
    backwards = Difference(after, library)
    assert {c.movement for c in backwards.changes} == {Movement.removed}


def test_an_edited_cell_is_a_change_and_says_which(library: Library) -> None:
    grid = library.texts[TABLE].replace("0.5366", "0.5367")
    (change,) = Difference(library, library_of({**library.texts, TABLE: grid})).changes
    assert (change.movement, change.cells) == (Movement.changed, ("text",))


def test_only_years_in_which_something_else_holds_are_touched(library: Library) -> None:
    difference = Difference(library, overlay(library, line("b", "0.55", "2022-07-01")))
    assert [year for year in range(2020, 2026) if difference.touches(year)] == [2022]
    assert not Difference(library, library).touches(2022)


def test_a_method_or_a_register_that_differs_touches_every_year(library: Library) -> None:
    trust = library.texts["trust.yaml"].replace("Words.", "Other words.")
    difference = Difference(library, library_of({**library.texts, "trust.yaml": trust}))
    assert (difference.changes, difference.files) == ((), ("trust.yaml",))
    assert difference.touches(1999)


def test_an_edition_is_made_again_digest_and_all(library: Library) -> None:
    after = overlay(library, line("a", "0.5", "2024-01-01"))
    again = unpacked(packed(after), after.digest)
    assert (again.texts, again.digest, overlays_in(again)) == (after.texts, after.digest, 1)
    assert again.digest != library.digest


def test_an_edition_whose_texts_make_another_digest_is_refused(library: Library) -> None:
    with pytest.raises(ReferenceDataError, match=r"edition\.digest"):
        unpacked(packed(library), "0" * 64)


def test_rows_that_the_package_has_taken_over_are_left_to_it(library: Library) -> None:
    judged = judge(
        library, TABLE, read_rows(rows(line("a", "0.5", "2024-01-01"), line("b", "0.6", "2025-01-01")), "u", Format.csv)
    )
    grid = library.texts[TABLE] + line("official", "0.50", "2024-01-01") + "\n"
    newer = library_of({**library.texts, TABLE: grid})
    with pytest.raises(ReferenceDataError, match=r"series\.start_repeated"):
        with_overlay(newer, judged.overlay)
    together = with_overlay(newer, remaining(newer, judged.overlay))
    assert [e.id for e in together.series["grid.avg.cn"]] == ["g.2021", "g.2022", "g.2023", "official", "b"]


def test_the_texts_of_an_overlay_survive_every_character(library: Library) -> None:
    row = 'a,grid.avg.cn,"虚构, ""引号""",0.5,kgCO2/kWh,2024-01-01,x,表1,found,2026-11-20'
    source = '{"x": {"title_zh": "a\\"b: c\\n# d", "read": "no"}}'
    quoted = Overlay(TABLE, f"{HEADER}\n{row}\n", source)
    read = library_of({**library.texts, **overlay_texts(1, quoted)})
    assert read.entries["a"].name_zh == '虚构, "引号"'
    assert read.sources["x"].title_zh == 'a"b: c\n# d'
