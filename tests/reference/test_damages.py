"""A damaged library does not load: each kind of damage has its own code, and the refusal names file and line."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from service.errors import ReferenceDataError
from service.messages import MESSAGES
from service.messages.reference import REFERENCE_MESSAGES
from service.reference import read_library
from tests.reference.damages import DAMAGES, Damage
from tests.reference.miniature import FILES, write

SERVICE = Path(__file__).resolve().parents[2] / "service"


def refusal(root: Path) -> ReferenceDataError:
    with pytest.raises(ReferenceDataError) as raised:
        read_library(root)
    return raised.value


def test_the_undamaged_library_loads(tmp_path: Path) -> None:
    library = read_library(write(tmp_path, dict(FILES)))
    assert len(library.entries) == 9
    assert len(library.series) == 6


@pytest.mark.parametrize("damage", DAMAGES, ids=[damage.code for damage in DAMAGES])
def test_each_damage_is_refused_with_its_code_file_and_line(damage: Damage, tmp_path: Path) -> None:
    text = FILES[damage.file]
    assert text.count(damage.old) >= 1
    broken = text.replace(damage.old, damage.new, 1).encode("utf-8", errors="surrogateescape")
    error = refusal(write(tmp_path, {**FILES, damage.file: broken}))
    assert (error.reason, error.file, error.line) == (f"reference.{damage.code}", damage.file, damage.line(text))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("notes.txt", b"1", "file.kind"),
        ("fuels/peat.csv", b"", "file.empty"),
        ("fuels/oil.csv", b"id\n", "table.unlisted"),
        ("trust.yaml", b"statuses: {found: primary}", "file.last_line"),
    ],
)
def test_files_that_do_not_belong_are_refused(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    error = refusal(write(tmp_path, {**FILES, name: content}))
    assert (error.reason, error.file, error.line) == (f"reference.{code}", name, 1)


def test_a_library_without_its_bibliography_is_refused(tmp_path: Path) -> None:
    error = refusal(write(tmp_path, {name: text for name, text in FILES.items() if name != "sources.yaml"}))
    assert (error.reason, error.file) == ("reference.file.absent", "sources.yaml")


def test_a_series_whose_unit_changes_dimension_is_refused(tmp_path: Path) -> None:
    tables = FILES["tables.yaml"].replace('"*": [electricity]', '"*": [electricity, share]')
    grid = FILES["energy/grid.csv"].replace("0.5366,kgCO2/kWh", "0.5366,1")
    error = refusal(write(tmp_path, {**FILES, "tables.yaml": tables, "energy/grid.csv": grid}))
    assert (error.reason, error.file, error.line) == ("reference.series.dimension", "energy/grid.csv", 3)


def test_a_series_that_ends_twice_is_refused(tmp_path: Path) -> None:
    coal = FILES["fuels/coal.csv"]
    end = next(line for line in coal.splitlines() if line.startswith("a.of.2023.end"))
    again = end.replace("a.of.2023.end", "a.of.2024.end").replace("2026-01-01", "2027-01-01")
    error = refusal(write(tmp_path, {**FILES, "fuels/coal.csv": f"{coal}{again}\n"}))
    assert (error.reason, error.line) == ("reference.series.ends_twice", coal.count("\n") + 1)


def test_more_than_forty_kinds_have_their_own_code_and_text() -> None:
    codes = {damage.code for damage in DAMAGES}
    assert len(codes) == len(DAMAGES) > 40
    assert {code for code in codes if f"reference.{code}" not in MESSAGES} == set()


def test_every_refusal_in_the_reader_is_proved_by_a_damage_or_a_test_here() -> None:
    """Codes that a refusal writes out in full, compared with the codes that some test provokes."""
    written = {
        node.args[0].value
        for path in SERVICE.glob("reference/*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "refuse"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }
    here = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    proved = {damage.code for damage in DAMAGES} | {code for code in written if f'"{code}"' in here}
    proved |= {code for code in written if f"reference.{code}" in here}
    assert written
    assert written - proved == set()


def test_each_text_belongs_to_a_refusal() -> None:
    source = "".join(path.read_text() for path in SERVICE.glob("reference/*.py"))
    kinds = {"missing", "number", "date", "date_impossible", "unknown"}
    texts = [code.removeprefix("reference.") for code in REFERENCE_MESSAGES]
    assert [code for code in texts if f'"{code}"' not in source and code.split(".")[1] not in kinds] == []
