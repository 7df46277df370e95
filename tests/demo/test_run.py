"""The whole demo over a real server: published figures beside ours, errors caught, rankings with reasons."""

from __future__ import annotations

from typing import Any

import pytest

from service.demo.cohort import cohort
from service.demo.published import records
from service.demo.reading import read_yaml
from service.demo.run import tell
from service.demo.server import Ground

#: One city of the cohort is enough for a test; the whole cohort is what the command runs.
CITY = "140100"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    plants = [plant for plant in cohort() if plant.facility["region"] == CITY]
    return tell(Ground(tmp_path_factory.mktemp("demo")), plants)


def test_every_figure_marked_as_reproducible_reproduces_and_the_others_are_not_bent(shown: dict[str, Any]) -> None:
    found = {(row["id"], row["quantity"]): row["verdict"] for row in shown["records"]}
    data = read_yaml("recomputations.yaml")
    told = {(row["record"], row["quantity"]): row["expect"] for row in (*data["level_a"], *data["level_b"])}
    assert {key: found[key] for key in told} == told


def test_every_published_record_appears_ranked_or_with_what_it_lacks(shown: dict[str, Any]) -> None:
    assert {row["id"] for row in shown["records"]} == {record.id for record in records()}
    ranked = {item["label"] for group in shown["rankings"] if not group["synthetic"] for item in group["items"]}
    for row in shown["records"]:
        assert row["missing"] or row["id"] in ranked


def test_published_errors_are_caught_on_the_way_in(shown: dict[str, Any]) -> None:
    caught = {(one["id"], one["check"]) for one in shown["caught"]}
    assert caught >= {
        ("datang-2019", "NM-07"),
        ("datang-2021", "NM-06"),
        ("datang-2021", "NM-07"),
        ("datang-2021", "PW-65"),
        ("hanking-2019", "NM-02"),
        ("cqme-2021", "NM-10"),
        ("cqme-2021", "GN-31"),
        ("conch-2019", "NM-09"),
        ("glass-cand-2021", "NM-10"),
        ("wte-unnamed-2018", "NM-05"),
        ("mfr-unnamed-2023", "GN-09"),
        ("xiwang-2017", "PL-01"),
        ("aowei-cand-2022", "NM-10"),
        ("chenming-2019", "GN-31"),
        ("yonghe-2024", "SY-03"),
    }


def test_real_and_synthetic_never_share_a_ranking(shown: dict[str, Any]) -> None:
    for group in shown["rankings"]:
        rows = [*group["items"], *group["unranked"]]
        assert {row["synthetic"] for row in rows} == {group["synthetic"]}
        assert {row["label"].startswith("合成-") for row in rows} == {group["synthetic"]}


def test_every_place_has_a_reason_and_so_has_every_missing_one(shown: dict[str, Any]) -> None:
    places = [item for group in shown["rankings"] for item in group["items"]]
    absent = [entry for group in shown["rankings"] for entry in group["unranked"]]
    assert places
    assert absent
    assert all(item["reasons"] for item in places)
    assert all(entry["reason"] for entry in absent)


def test_twins_share_a_place(shown: dict[str, Any]) -> None:
    places = {item["label"]: item["rank"] for group in shown["rankings"] for item in group["items"]}
    assert places["合成-太原-水泥熟料-02"] == places["合成-太原-水泥熟料-03"]
