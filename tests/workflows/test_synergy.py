"""Synergy of two stored years: from tonnes, accepted in both, with the cases that a ratio alone would get wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from service.errors import Forbidden, NotFound
from service.scoring.coupling import coordination
from service.scoring.figures import Figures
from service.scoring.synergy_years import changes, sums_of
from service.storage.session import Store
from service.workflows.synergy import SynergyQuery, synergy
from tests.workflows.builders import library, plant, regulator
from tests.workflows.lodging import lodge, refreshed, stack

Json = dict[str, Any]
HALF = Fraction(1, 2)


def year(co2e: str | None, sulphur: str | None) -> Figures:
    masses = {"SO2": Fraction(sulphur)} if sulphur is not None else {}
    return Figures({}, Fraction(co2e) if co2e is not None else None, masses, {"SO2": Fraction("0.95")})


@pytest.mark.parametrize(
    ("before", "after", "reading"),
    [
        (("100", "10"), ("90", "8"), "pollutant_faster"),
        (("100", "10"), ("80", "9"), "carbon_faster"),
        (("100", "10"), ("90", "9"), "equal"),
        (("100", "10"), ("110", "9"), "not_synergistic"),
        (("100", "10"), ("110", "12"), "both_worse"),
        (("100", "10"), ("100", "8"), "undefined"),
    ],
)
def test_each_case_has_its_own_reading(before: tuple[str, str], after: tuple[str, str], reading: str) -> None:
    found: Any = changes(sums_of([year(*before)]), sums_of([year(*after)]))["together"]
    assert found["reading"] == reading
    assert (found["value"] is None) == (reading == "undefined")


def test_a_substance_that_one_enterprise_does_not_have_is_no_reduction() -> None:
    before, after = sums_of([year("100", "10"), year("50", "5")]), sums_of([year("90", "8"), year("50", None)])
    found: Any = changes(before, after)
    assert found["together"] is None
    assert found["substances"] == []
    assert found["without_pair"] == ["SO2"]


def test_two_equally_bad_axes_are_coupled_and_not_coordinated() -> None:
    found = coordination([("0.02", "0.02")], HALF)
    assert found is not None
    assert (found["coupling"], found["degree"]) == ("1", "0.1")
    assert coordination([("0", "0")], HALF) is None


def asked(store: Store, **changed: Any) -> Json:
    query = SynergyQuery("DNZ-1", 2023, 2024, **({"synthetic": True} | changed))
    return synergy(store, library(), regulator(store), query)


def test_a_city_counts_those_accepted_in_both_years_and_says_who_is_left_out(store: Store) -> None:
    owners = [plant(store, number) for number in (1, 2, 3)]
    lodge(store, owners[0], "6", 2023, emitted=stack(("300", "600", "60")))
    lodge(store, owners[0], "5", 2024, emitted=stack())
    lodge(store, owners[1], "6", 2023)
    lodge(store, owners[1], "1", 2024, accepted=False)
    lodge(store, owners[2], "6", 2024)
    refreshed(store, 2023)
    refreshed(store, 2024)
    found = asked(store, region="1401")
    assert (found["enterprises"], found["counted"], found["in_one_year_only"], found["not_accepted"]) == (3, 1, 1, 1)
    masses = {item["substance"]: item["mass"]["reduction"] for item in found["change"]["substances"]}
    assert masses["SO2"] == "70"
    assert found["change"]["together"]["quadrant"] == "both_fall"
    park = asked(store, enterprises=(owners[0].credit_code, owners[1].credit_code))
    assert park["counted"] == 1


def test_an_enterprise_reads_its_own_and_no_region(store: Store) -> None:
    owner, other = plant(store), plant(store, 2)
    lodge(store, owner, "6", 2023)
    lodge(store, owner, "5", 2024)
    refreshed(store, 2023)
    refreshed(store, 2024)
    own = SynergyQuery("DNZ-1", 2023, 2024, enterprises=(owner.credit_code,), synthetic=True)
    assert synergy(store, library(), owner.principal, own)["counted"] == 1
    with pytest.raises(NotFound):
        synergy(store, library(), other.principal, own)
    with pytest.raises(Forbidden):
        synergy(store, library(), owner.principal, SynergyQuery("DNZ-1", 2023, 2024, synthetic=True))
