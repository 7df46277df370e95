"""Published changes of benchmarks and grid factors between years, asked of the library as anyone would."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.api.conftest import Api
from tests.cases.test_cases import PUBLISHED, QUERIES


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(query["case"]))
def test_published_change(api: Api, query: dict[str, Any]) -> None:
    """One published change, -8.0 % in the Northeast, does not follow from the published factors and is kept as such."""
    answer = api.get(query["get"]).json()
    published = next(a for a in PUBLISHED[query["case"]]["answers"] if a["name"] == query["answer"])
    gap = abs(Decimal(answer["relative_change"]["value"]) - Decimal(published["value"]))
    assert (gap <= Decimal(published["tolerance"])) is published["reproduces"]


@pytest.mark.parametrize(
    ("ids", "status", "code"),
    [
        ("from=no-such&to=pwr.2024.elec.I", 404, "resource.not_found"),
        ("from=pwr.2023bal.elec.I.end&to=pwr.2024.elec.I", 422, "number.without_value"),
        ("from=pwr.2023.heat.coal&to=power.coal.ncv.default", 422, "unit.dimension"),
    ],
)
def test_what_cannot_be_compared_is_refused(api: Api, ids: str, status: int, code: str) -> None:
    refused = api.get(f"/v1/emission-factors/comparison?{ids}")
    assert refused.status_code == status
    assert code in refused.text
