"""A successor ruleset is tried on a past year: who moves and why, without a trace in the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from service.acts import Scope
from service.errors import Forbidden, InvalidInput, NotFound
from service.records import Principal
from service.requests.trials import RulesetTrialRequest
from service.storage.session import Store
from service.workflows import audit, judge
from service.workflows.trial import trial
from tests.workflows.builders import library, plant, regulator
from tests.workflows.lodging import fleet, freeze_peers, lodge, refreshed
from tests.workflows.test_recognise import find

Json = dict[str, Any]
RULESETS = Path(__file__).resolve().parents[2] / "emission_factors" / "rulesets"


def document(ruleset: str, *changes: tuple[str, str]) -> str:
    """The ruleset in force with some words exchanged, each of which stands in it."""
    text = (RULESETS / f"{ruleset.lower()}.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def tried(store: Store, caller: Principal, ruleset: str, text: str, **changes: Any) -> Json:
    asked = {"ruleset": ruleset, "document": text, "year": 2024, "region": "14"} | changes
    return trial(store, library(), caller, RulesetTrialRequest.model_validate(asked))


def entries(store: Store) -> int:
    return audit.verify(store).entries


def test_the_ruleset_in_force_moves_nobody(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    refreshed(store)
    for ruleset in ("DNZ-1", "SX-2023-1"):
        found = tried(store, regulator(store), ruleset, document(ruleset))
        assert (found["tried"], found["moves"], found["is_ruling"]) == (1, [], False)
        assert found["predecessor"] == found["successor"]
        assert all(tally["before"] == tally["after"] for tally in found["tallies"])


def test_a_plan_for_another_province_admits_nobody_here_and_says_by_which_clause(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    refreshed(store)
    caller = regulator(store)
    find(store, caller, owner)
    judge.judge_all(store, library(), caller, Scope("SX-2023-1", 2024, "14"))
    before = entries(store)
    text = document("SX-2023-1", ('words: ["14"]', 'words: ["37"]'), ('version: "1.0"', 'version: "2.0"'))
    found = tried(store, caller, "SX-2023-1", text)
    assert found["successor"] == "SX-2023-1@2.0"
    entry = next(move for move in found["moves"] if move["of"] == "entry")
    assert (entry["enterprise"], entry["after"]) == (owner.credit_code, "fail")
    assert {"area": "fail"}.items() <= {why["criterion"]: why["after"] for why in entry["because"]}.items()
    assert all(why["clause"] for why in entry["because"])
    assert entries(store) == before


def test_counts_are_held_against_the_quotas_of_either_ruleset(store: Store) -> None:
    owner = plant(store)
    lodge(store, owner, "21")
    refreshed(store)
    find(store, regulator(store), owner)
    text = document("SX-2023-1", ("minimum: 10, soft", "minimum: 1, soft"))
    counts = tried(store, regulator(store), "SX-2023-1", text)["counts"]
    city = {side: next(c for c in counts[side] if c["region"] == "140100") for side in ("before", "after")}
    assert [(city[side]["minimum"], city[side]["selected"], city[side]["reached"]) for side in city] == [
        (10, 1, False),
        (1, 1, True),
    ]


def test_a_scheme_with_another_scale_moves_every_index_and_no_class_or_place(store: Store) -> None:
    owners = fleet(store, ["14", "15"])
    freeze_peers(store, best_decile="99/100")
    refreshed(store)
    scale = 'index_scale: {value: "50"'
    found = tried(store, regulator(store), "DNZ-1", document("DNZ-1", (scale, scale.replace("50", "100"))))
    indexes = [move for move in found["moves"] if move["of"] == "index"]
    assert {move["enterprise"] for move in indexes} <= {owner.credit_code for owner in owners}
    assert all(float(move["after"]) == pytest.approx(2 * float(move["before"])) for move in indexes)
    assert {move["of"] for move in found["moves"]} <= {"index"}
    assert indexes
    because = [{"criterion": "parameter.index_scale", "clause": "index", "before": "50", "after": "100"}]
    assert all(move["because"] == because for move in indexes)


def test_a_scheme_with_other_anchors_says_which_axis_and_which_number_moved_an_enterprise(store: Store) -> None:
    fleet(store, ["14", "15"])
    freeze_peers(store, best_decile="99/100")
    refreshed(store)
    share = 'near_zero_carbon: {value: "0.1"'
    found = tried(store, regulator(store), "DNZ-1", document("DNZ-1", (share, share.replace("0.1", "0.05"))))
    for move in found["moves"]:
        criteria = {why["criterion"]: (why["before"], why["after"]) for why in move["because"]}
        assert criteria["parameter.near_zero_carbon"] == ("0.1", "0.05")
        before, after = criteria["carbon"]
        assert float(after) < float(before)
    assert found["moves"]


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        (('version: "1.0"', 'verzion: "1.0"'), "ruleset.key_missing", "/version"),
        (("kind: pilot", "kind: scheme"), "ruleset.kind_unknown", "/kind"),
        (("form: industry", "form: industries"), "ruleset.criterion_form", "/criteria/"),
        (("kind: pilot", "kind: pilot\nkind: pilot"), "reference.yaml.key_repeated", "kind"),
    ],
)
def test_a_document_at_fault_is_named_with_its_line(store: Store, change: tuple[str, str], code: str, at: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        tried(store, regulator(store), "SX-2023-1", document("SX-2023-1", change))
    (fault,) = refused.value.faults
    assert (fault.code, fault.pointer) == (code, "/document")
    assert fault.params["line"].isdigit()
    assert at in fault.params["at"]


def test_only_who_ranks_tries_and_only_at_home(store: Store) -> None:
    owner = plant(store)
    text = document("SX-2023-1")
    with pytest.raises(Forbidden):
        tried(store, owner.principal, "SX-2023-1", text)
    with pytest.raises(NotFound):
        tried(store, regulator(store, "37"), "SX-2023-1", text)
    with pytest.raises(NotFound):
        tried(store, regulator(store), "XX-1", text)
