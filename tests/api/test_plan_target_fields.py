"""Every target that fields of reports answer, over HTTP: what sites state stands in `plan_targets.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.reference.reader import read_document
from tests.api.conftest import Api
from tests.api.target_sites import bureaus, made, never_judged, published, target, told, works

Json = dict[str, Any]
FILE = Path(__file__).parent / "plan_targets.yaml"
CASES: Json = dict(read_document(FILE.read_text(encoding="utf-8"), FILE.name))


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    yield from bureaus(tmp_path_factory.mktemp("fields"))


def lodge(api: Api, case: Json, number: int) -> None:
    for own, years in enumerate(case["sites"]):
        permit = works(api, number + own, case["county"], case["sector"])
        for year, products in years.items():
            stated = made(**{name: tuple(amount.split()) for name, amount in products.items()})
            told(api, permit, int(year), production=stated, activities=[published("1")])


@pytest.mark.parametrize("name", CASES)
def test_what_sites_state_answers_the_target(api: Api, name: str) -> None:
    case = CASES[name]
    lodge(api, case, 10 * (1 + list(CASES).index(name)))
    item = target(api, name, region=case["county"])
    found = item["computed"]
    assert found["value"] == {"value": case["value"], "unit": case["unit"]}
    assert found["coverage"]["sites_registered"] >= found["coverage"]["sites_counted"] > 0
    if "barred" in case:
        never_judged(item, case["barred"])
    else:
        assert found["so_far"] is not None
