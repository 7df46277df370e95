"""The media of a pilot: what two years of accepted reports hold counts by itself, the rest waits for a finding."""

from __future__ import annotations

from typing import Any

import pytest

from service.acts import Scope
from service.scoring.pilot_media import Held, medium_data
from service.storage.session import Store
from service.workflows import judge, recognise
from tests.workflows.builders import Plant, encode, library, plant, quantity, regulator
from tests.workflows.lodging import lodge, stack

Json = dict[str, Any]
PLAN = "SX-2023-1"


def water(substance: str = "COD") -> Json:
    """A monitored outlet."""
    return {
        "id": f"outlet-{substance}",
        "kind": "reported_emission",
        "substance": substance,
        "medium": "water",
        "basis": "continuous_monitoring",
        "quantity": quantity("12.5", "t"),
    }


def ash() -> Json:
    return {"id": "ash", "kind": "reported_emission", "substance": "fly_ash", "medium": "waste",
            "basis": "material_balance", "quantity": quantity("40000", "t")}  # fmt: skip


def both_years(store: Store, owner: Plant, before: list[Json], now: list[Json], *, accepted: bool = True) -> None:
    lodge(store, owner, "24", 2021, trust="third_party", emitted=[*stack(), *before])
    lodge(store, owner, "21", 2024, emitted=[*stack(), *now], accepted=accepted)


def told(store: Store, owner: Plant) -> tuple[dict[str, str], list[str], str]:
    """Answer by medium, the evidence beside it, and the verdict."""
    judge.judge_all(store, library(), regulator(store), Scope(PLAN, 2024, "14"))
    found = judge.judgements(store, library(), owner.principal, PLAN, 2024, owner.credit_code)[0]["criteria"]
    media = next(c for c in found if c["criterion"] == "media_scope")
    answers = dict(text.split("=") for text in media["evidence"] if "=" in text)
    return answers, [text for text in media["evidence"] if "=" not in text], media["verdict"]


def find(store: Store, owner: Plant, medium: str, outcome: str) -> None:
    raw = {"ruleset": PLAN, "year": 2024, "criterion": "media_scope", "item": medium, "outcome": outcome}
    raw |= {"reason": "无废水外排", "evidence": "EV-7"}
    recognise.recognise(store, library(), regulator(store), owner.credit_code, encode(raw), medium).result()


def test_water_and_waste_of_both_years_pass_by_the_reports_that_hold_them(store: Store) -> None:
    owner = plant(store)
    both_years(store, owner, [water(), ash()], [water(), water("NH3-N"), ash()])
    answers, evidence, verdict = told(store, owner)
    assert (answers, verdict) == (dict.fromkeys(("air", "water", "solid_waste", "greenhouse_gas"), "yes"), "pass")
    of_water = [text for text in evidence if text.startswith("water: ")]
    assert [text.partition(" (")[2] for text in of_water] == ["2021) COD", "2024) COD, NH3-N"]
    assert all(text.split()[1].endswith("/1") for text in of_water)
    assert any(text.startswith("solid_waste: ") and "(2024)" in text and "fly_ash" in text for text in evidence)
    assert any(text.endswith("(2021) NOx, PM, SO2") for text in evidence)


def test_a_medium_of_one_year_is_named_and_answers_nothing(store: Store) -> None:
    owner = plant(store)
    both_years(store, owner, [ash()], [water(), ash()])
    answers, evidence, verdict = told(store, owner)
    assert (answers["water"], answers["solid_waste"], verdict) == ("not_evaluated", "yes", "not_evaluable")
    assert [text.rpartition(" ")[2] for text in evidence if text.startswith("water: ")] == ["COD"]


def test_that_a_medium_does_not_apply_remains_a_finding_by_hand(store: Store) -> None:
    owner = plant(store)
    both_years(store, owner, [ash()], [ash()])
    find(store, owner, "water", "not_applicable")
    answers, evidence, verdict = told(store, owner)
    assert (answers["water"], verdict) == ("not_applicable", "pass")
    assert "water: EV-7 (not_applicable)" in evidence


def test_a_finding_does_not_talk_away_what_both_years_report(store: Store) -> None:
    owner = plant(store)
    both_years(store, owner, [water(), ash()], [water(), ash()])
    find(store, owner, "water", "not_applicable")
    assert told(store, owner)[0]["water"] == "yes"


def test_what_nobody_accepted_is_no_data(store: Store) -> None:
    owner = plant(store)
    both_years(store, owner, [water(), ash()], [water(), ash()], accepted=False)
    assert told(store, owner)[0]["water"] == "not_evaluated"


@pytest.mark.parametrize(
    ("base", "now", "known"),
    [
        ([("a", "COD")], [("a", "COD")], True),
        ([("a", "COD")], [("a", "TN")], False),
        ([("a", "COD"), ("b", "COD")], [("a", "COD")], False),
        ([("a", "COD")], [("a", "COD"), ("b", "COD")], False),
        ([], [], False),
    ],
)
def test_every_site_that_reports_a_medium_does_so_in_both_years(
    base: list[tuple[str, str]], now: list[tuple[str, str]], known: bool
) -> None:
    years = ([Held(f"r-{s}/1", s, year, {"water": (x,)}) for s, x in of] for year, of in ((2021, base), (2024, now)))
    data = medium_data("water", *years)
    assert (data.answer is not None) is known
    assert len(data.evidence) == len(base) + len(now)
