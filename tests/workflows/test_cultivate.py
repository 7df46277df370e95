"""The cultivation list over stored years: real progress under the base year's factors, and nobody else."""

from __future__ import annotations

import pytest

from service.acts import Scope
from service.errors import NotFound
from service.storage.session import Store
from service.workflows.cultivate import cultivation
from tests.workflows.builders import library, plant, regulator
from tests.workflows.lodging import freeze_peers, lodge, refreshed, stack

DIRTY = ("460", "920", "92")


def test_who_is_advanced_and_fell_on_both_axes_is_listed(store: Store) -> None:
    better, same = plant(store, 1), plant(store, 2)
    lodge(store, better, "20", 2021, emitted=stack(DIRTY), trust="third_party")
    lodge(store, better, "14", 2024)
    lodge(store, same, "14", 2021, trust="third_party")
    lodge(store, same, "14", 2024)
    freeze_peers(store, best_decile="99/100")
    refreshed(store, 2021)
    refreshed(store, 2024)
    found = cultivation(store, library(), regulator(store), Scope("DNZ-1", 2024, "14", "4411", synthetic=True))
    assert found["group_size"] == 2
    assert [item["enterprise"] for item in found["items"]] == [better.credit_code]
    assert float(found["items"][0]["carbon_change"]) < 0
    with pytest.raises(NotFound):
        cultivation(store, library(), regulator(store, "37"), Scope("DNZ-1", 2024, "14", "4411", synthetic=True))
