"""Health of the packaged library: complete, cited, consistent with itself, quick to read, and unchanged by accident."""

from __future__ import annotations

import csv
import re
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from service.errors import ReferenceDataError
from service.reference import DIRECTORY, Library, Trust, load_library, read_library
from service.workflows.check_reference import check_reference
from tests.reference.snapshot import FILE, lines

#: Our reading against that of the parsers alone; on a quiet machine it is one and a half times as long, in 0.7 s.
TIMES_THE_PARSERS = 3


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_checking_and_digesting_cost_little_more_than_the_parsers() -> None:
    ours, parsers = (min(map(seconds, [work] * 3)) for work in (lambda: read_library(DIRECTORY), parsed))
    assert ours < TIMES_THE_PARSERS * parsers


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def parsed() -> None:
    for file in DIRECTORY.rglob("*"):
        if file.suffix == ".csv":
            list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        elif file.suffix == ".yaml":
            yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)


def test_the_snapshot_of_every_resolved_value_is_up_to_date(library: Library) -> None:
    stored = FILE.read_text(encoding="utf-8").splitlines()
    now = list(lines(library))
    changed = [line for line in now if line not in set(stored)] + [line for line in stored if line not in set(now)]
    assert changed == [], "an edit moved values: python -m tests.reference.snapshot > tests/reference/snapshot.csv"


def test_everything_is_sourced_and_dated(library: Library) -> None:
    report = check_reference(library)
    assert report["sourced"]["complete"]
    assert report["dated"]["complete"]
    assert report["entries"] > 3500
    assert sum(report["by_trust"].values()) == report["entries"]


def test_every_gap_is_listed_as_to_be_imported(library: Library) -> None:
    gaps = {row["id"] for row in library.records["left_out.csv"] if row["reason"] in ("gap", "not_found")}
    covered = [name for blank in check_reference(library)["to_be_imported"] for name in blank["left_out"]]
    assert set(covered) == gaps
    assert len(covered) == len(set(covered))


def test_what_was_left_out_is_not_in_the_library(library: Library) -> None:
    reasons = {"gap", "not_found", "doubtful", "duplicate", "not_a_factor"}
    assert {row["reason"] for row in library.records["left_out.csv"]} <= reasons
    assert [row["id"] for row in library.records["left_out.csv"] if row["id"] in library.entries] == []


def test_resolved_conflicts_name_entries_that_exist(library: Library) -> None:
    named = [name for row in library.records["conflicts.csv"] for name in row["entries"].split()]
    assert named
    assert [name for name in named if name not in library.entries] == []


def test_each_province_finds_its_grid_factors(library: Library) -> None:
    provinces = [row for row in library.records["regions.csv"] if row["level"] == "province"]
    with_grid = [row for row in provinces if row["grid_series"]]
    assert len(provinces) == 34
    assert len(with_grid) == 30
    assert [row["code"] for row in with_grid if f"grid.avg.prov.{row['grid_series']}" not in library.series] == []
    areas = {row["grid_region"] for row in library.records["regions.csv"] if row["grid_region"]}
    assert {f"grid.avg.region.{area}" for area in areas} <= set(library.series)
    assert len(areas) == 7


def test_region_codes_carry_the_code_of_their_parent(library: Library) -> None:
    prefectures = [row for row in library.records["regions.csv"] if row["level"] == "prefecture"]
    assert len(prefectures) > 330
    assert [row["code"] for row in prefectures if row["parent"] != row["code"][:2] + "0000"] == []


def test_annual_values_are_one_each_year(library: Library) -> None:
    benchmarks = library.series["ets.power.benchmark.electricity.I"]
    assert [entry.valid_from.year for entry in benchmarks] == [2019, 2021, 2022, 2023, 2024, 2025, 2026, 2027]
    assert benchmarks[-1].value is None
    assert {entry.basis for entry in benchmarks[:3]} == {"supplied"}
    assert {entry.basis for entry in benchmarks[3:-1]} == {"generated"}


def test_an_annual_series_that_lags_is_stale(library: Library) -> None:
    assert "grid.avg.cn" not in {row["series"] for row in check_reference(library, date(2026, 6, 1))["stale"]}
    assert "grid.avg.cn" in {row["series"] for row in check_reference(library, date(2027, 1, 1))["stale"]}


def test_the_digest_moves_with_any_byte_and_with_nothing_else(library: Library, tmp_path: Path) -> None:
    copy = shutil.copytree(DIRECTORY, tmp_path / "copy")
    (copy / "README.md").write_text("other words", encoding="utf-8")
    assert read_library(copy).digest == library.digest
    power = copy / "fuels" / "power.csv"
    power.write_text(power.read_text(encoding="utf-8").replace("0.03085", "0.03086"), encoding="utf-8")
    assert read_library(copy).digest != library.digest


def test_a_percentage_written_as_a_fraction_stops_the_start(tmp_path: Path) -> None:
    copy = shutil.copytree(DIRECTORY, tmp_path / "copy")
    power = copy / "fuels" / "power.csv"
    power.write_text(power.read_text(encoding="utf-8").replace(",99,%", ",0.99,%", 1), encoding="utf-8")
    with pytest.raises(ReferenceDataError) as raised:
        read_library(copy)
    assert raised.value.reason == "reference.value.fraction_as_percent"
    assert (raised.value.file, raised.value.line) == ("fuels/power.csv", 2)


def test_a_range_and_a_doubtful_value_are_never_usable(library: Library) -> None:
    assert not library.entries["check.bituminous.cdaf"].usable
    assert not library.entries["C2-DP048"].usable
    assert library.entries["C2-DP048"].trust is Trust.UNUSABLE


def test_the_handbook_s_example_of_a_new_year_is_taken_as_written(tmp_path: Path) -> None:
    handbook = (DIRECTORY / "README.md").read_text(encoding="utf-8")
    row = re.search(r"^```\n(grid\.2024\.prov\.shanxi,.*)\n```$", handbook, re.MULTILINE)
    source = re.search(r"^```yaml\n(.*?)```$", handbook, re.MULTILINE | re.DOTALL)
    assert row
    assert source
    copy = shutil.copytree(DIRECTORY, tmp_path / "copy")
    for file, text in (("energy/grid.csv", f"{row[1]}\n"), ("sources.yaml", source[1])):
        with (copy / file).open("a", encoding="utf-8") as stream:
            stream.write(text)
    added = read_library(copy).series["grid.avg.prov.shanxi"][-1]
    assert (added.text, added.valid_from) == ("0.6512", date(2024, 1, 1))


def test_the_handbook_names_series_that_exist(library: Library) -> None:
    handbook = (DIRECTORY / "README.md").read_text(encoding="utf-8")
    names = re.findall(r"`([a-z0-9_]+\.(?:[\w.]|<[^>]*>)+)`", handbook.split("## Names of series")[1])
    patterns = {name: re.sub(r"<[^>]*>", r"[\\w+.-]+", name.replace(".", r"\.")) for name in names if "<" in name}
    assert len(patterns) > 10
    assert [
        name for name, form in patterns.items() if not any(re.fullmatch(form, series) for series in library.series)
    ] == []
    plain = [name for name in names if "<" not in name and not name.endswith((".md", ".yaml", ".csv"))]
    assert [name for name in plain if name not in library.series] == []
