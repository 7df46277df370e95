"""Overlays from proposal to effect, on both databases: who may, what is logged, what changes, and what never does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from service.calculators.calculation import Calculation, perform
from service.errors import Conflict, Forbidden, InvalidInput, NotFound
from service.records import Principal, ReportVersion, Role
from service.reference import Library, library_of, load_library
from service.requests.reports import read_report
from service.storage.ledger_rows import entries
from service.storage.reports import latest_version
from service.storage.session import Store
from service.workflows import audit, keys, overlays, read
from service.workflows.intake import submission_of
from service.workflows.library import CurrentLibrary, current, edition, keep_edition
from service.workflows.reference_diff import diff, named_library
from service.workflows.reference_impact import Scope
from service.workflows.submit import submit_report
from tests.workflows.builders import Plant, encode, plant, quantity, regulator, report
from tests.workflows.overlays import SOURCE, TABLE, administrator, decide, grid, handed, propose


def recalculated(store: Store, row: ReportVersion) -> Calculation:
    """A stored version on the library it was lodged under, made again from its texts: this proves the look-ups too."""
    library = edition(store, row.reference_digest)
    return perform(submission_of(read_report(row.body), library), library)


def electricity(amount: str = "1000") -> dict[str, Any]:
    return {
        "id": "grid-1",
        "kind": "purchased_electricity",
        "quantity": quantity(amount, "MWh"),
        "month": 12,
    }


def lodge(store: Store, owner: Plant, library: Library) -> dict[str, Any]:
    """A plant's report with purchased electricity, whose factor is that of the data year."""
    body = report(owner)
    body["activities"] = [*body["activities"], electricity()]
    receipt = submit_report(store, library, owner.principal, encode(body), "k").result()
    answer: dict[str, Any] = json.loads(receipt.answer)
    return answer


SHANXI = grid(region="140000", series="grid.avg.prov.shanxi")


def kinds(store: Store) -> list[str]:
    with store.read() as session:
        return [entry.kind for entry in entries(session)]


def total(answer: dict[str, Any], substance: str = "CO2e") -> dict[str, str]:
    return next(t["mass"] for t in answer["totals"] if t["substance"] == substance)


def test_the_preview_is_what_happens_after_the_approval(store: Store) -> None:
    packaged = load_library()
    lodged = lodge(store, plant(store), packaged)
    seen = overlays.preview(store, packaged, handed(), Scope()).answer
    (touched,) = seen["impact"]["reports"]
    assert touched["report_id"] == lodged["report_id"]
    assert touched["factors"]["after"] == ["fictitious.2024.grid.avg.cn"]
    (moved,) = [t for t in touched["totals"] if t["substance"] == "CO2e"]
    assert moved["before"] == total(lodged)
    overlay_id = propose(store, administrator(store))
    decided = decide(store, administrator(store), overlay_id)
    _, library = current(store, packaged)
    assert library.digest == seen["to"] == decided["reference_digest"] != packaged.digest
    other = lodge(store, plant(store, 2), library)
    assert other["reference_digest"] == library.digest
    assert total(other) == moved["after"] != moved["before"]


def test_an_approval_leaves_what_was_lodged_as_it_was(store: Store) -> None:
    packaged, owner = load_library(), plant(store)
    lodged = lodge(store, owner, packaged)
    decide(store, administrator(store), propose(store, administrator(store)))
    _, library = current(store, packaged)
    again = read.report(store, library, owner.principal, lodged["report_id"])
    assert (again["totals"], again["reference_digest"]) == (lodged["totals"], packaged.digest)
    assert packaged.texts == {f: t for f, t in library.texts.items() if not f.startswith("overlays/")}


def test_a_report_comes_out_the_same_on_the_library_of_its_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the stored texts alone, whatever the packaged data say by now."""
    decide(store, administrator(store), propose(store, administrator(store)))
    _, library = current(store, load_library())
    lodged = lodge(store, plant(store), library)
    monkeypatch.setattr("service.reference.library._load", lambda _: pytest.fail("the packaged library was read"))
    with store.read() as session:
        row = latest_version(session, lodged["report_id"])
    assert row is not None
    calculation = recalculated(store, row)
    assert calculation.reference_digest == lodged["reference_digest"]
    assert [t.exact for t in calculation.totals.overall] != []
    assert {f.id for f in calculation.factors} >= {"fictitious.2024.grid.avg.cn"}
    assert calculation.totals.overall == read.replay(store, library, row).totals.overall


def test_the_log_tells_of_every_step_and_verifies(store: Store) -> None:
    proposer, other = administrator(store), administrator(store)
    before = len(kinds(store))
    overlay_id = propose(store, proposer)
    decide(store, other, overlay_id)
    decide(store, other, overlay_id, "withdrawn", "w")
    assert kinds(store)[before:] == ["reference.kept", "overlay.proposed", "overlay.approved", "overlay.withdrawn"]
    assert audit.verify(store, None).ok


def test_the_proposer_cannot_approve(store: Store) -> None:
    proposer = administrator(store)
    overlay_id = propose(store, proposer)
    with pytest.raises(Forbidden, match=r"overlay\.same_person"):
        decide(store, proposer, overlay_id)
    assert current(store, load_library())[1].digest == load_library().digest
    decide(store, proposer, overlay_id, "rejected")


@pytest.mark.parametrize(
    ("text", "region", "may"),
    [(SHANXI, "14", True), (SHANXI, "37", False), (grid(), "14", False)],
)
def test_a_regulator_decides_on_values_of_its_region_only(store: Store, text: str, region: str, may: bool) -> None:
    overlay_id = propose(store, administrator(store), handed(text))
    if may:
        assert decide(store, regulator(store, region), overlay_id)["decision"] == "approved"
    else:
        with pytest.raises(Forbidden, match=r"overlay\.region"):
            decide(store, regulator(store, region), overlay_id)


@pytest.mark.parametrize("role", [Role.enterprise, Role.verifier])
def test_others_neither_propose_nor_decide(store: Store, role: Role) -> None:
    stranger = Principal("0" * 16, role, "x", "14")
    with pytest.raises(Forbidden):
        propose(store, stranger)
    with pytest.raises(Forbidden):
        decide(store, stranger, "ovl_" + "0" * 24)


def test_each_decision_needs_its_state(store: Store) -> None:
    proposer, other = administrator(store), administrator(store)
    overlay_id = propose(store, proposer)
    with pytest.raises(Conflict, match=r"overlay\.state"):
        decide(store, other, overlay_id, "withdrawn", "1")
    decide(store, other, overlay_id, "rejected", "2")
    with pytest.raises(Conflict, match=r"overlay\.state"):
        decide(store, other, overlay_id, "approved", "3")
    with pytest.raises(NotFound, match=r"overlay\.not_found"):
        decide(store, other, "ovl_" + "0" * 24, "approved", "4")


def test_a_retry_of_a_decision_gets_the_stored_answer(store: Store) -> None:
    overlay_id, other = propose(store, administrator(store)), administrator(store)
    assert decide(store, other, overlay_id) == decide(store, other, overlay_id)
    assert kinds(store).count("overlay.approved") == 1


def test_a_withdrawn_overlay_counts_no_longer_and_its_library_stays_known(store: Store) -> None:
    overlay_id, other = propose(store, administrator(store)), administrator(store)
    approved = decide(store, other, overlay_id)["reference_digest"]
    withdrawn = decide(store, other, overlay_id, "withdrawn", "w")["reference_digest"]
    assert withdrawn == load_library().digest == current(store, load_library())[1].digest
    assert edition(store, approved).digest == approved


def test_overlays_count_in_the_order_of_their_approval(store: Store) -> None:
    one, other = administrator(store), administrator(store)
    first = propose(store, one, handed(), "1")
    second = propose(store, one, handed(grid("0.8", 2025), source=SOURCE.replace("2024", "2025")), "2")
    third = propose(store, one, replace(handed(grid("0.7", 2026)), documents="", source="mee-nbs-2025-47"), "3")
    for name in (third, first):
        decide(store, other, name, key=name)
    _, library = current(store, load_library())
    starts = {
        f: t.split("\n")[1][:15] for f, t in library.texts.items() if f.startswith("overlays/") and f.endswith("csv")
    }
    assert starts == {"overlays/0001.csv": "fictitious.2026", "overlays/0002.csv": "fictitious.2024"}
    with pytest.raises(InvalidInput):
        propose(store, one, handed(), "4")
    decide(store, other, second, "rejected", "5")


def test_two_proposals_of_the_same_value_cannot_both_be_approved(store: Store) -> None:
    one, other = administrator(store), administrator(store)
    first, second = propose(store, one, key="1"), propose(store, one, key="2")
    decide(store, other, first, key="1")
    with pytest.raises(Conflict, match=r"overlay\.no_longer_fits"):
        decide(store, other, second, key="2")


def test_refused_rows_are_faults_with_their_lines_and_nothing_is_stored(store: Store) -> None:
    twice = grid("0.5", 2023).splitlines()[1]
    with pytest.raises(InvalidInput) as refused:
        propose(store, administrator(store), handed(grid("55.68") + twice + "\n"))
    found = [(fault.code, fault.pointer, fault.params["line"]) for fault in refused.value.faults]
    expected = [("reference.value.implausible", "2"), ("reference.overlay.day_exists", "3")]
    assert found == [(code, f"/rows/{line}", line) for code, line in expected]
    assert overlays.listed(store) == []


def test_a_document_of_its_own_is_judged_like_the_bibliography(store: Store) -> None:
    with pytest.raises(InvalidInput, match=r"reference\.source\.read"):
        propose(store, administrator(store), handed(source=SOURCE.replace("read: full", "read: partly")))


def test_the_difference_of_two_libraries_names_values_and_reports(store: Store) -> None:
    packaged = load_library()
    lodged = lodge(store, plant(store), packaged)
    overlay_id = propose(store, administrator(store))
    digest = decide(store, administrator(store), overlay_id)["reference_digest"]
    before, after = named_library(store, "packaged"), named_library(store, digest[:8])
    found = diff(store, before, after, Scope())
    (change,) = found["changes"]
    assert (change["movement"], change["after"]["value"]) == ("newer", "0.9")
    assert [r["report_id"] for r in found["impact"]["reports"]] == [lodged["report_id"]]
    nobody = Principal("0" * 16, Role.regulator, None, "37")
    assert diff(store, before, after, Scope(principal=nobody))["impact"]["reports"] == []
    assert diff(store, before, after, Scope(most=0))["impact"] == {"checked": 0, "complete": False, "reports": []}
    with pytest.raises(NotFound):
        named_library(store, "0" * 64)
    with pytest.raises(InvalidInput):
        named_library(store, digest[:3])


def test_reports_of_other_years_are_not_even_calculated(store: Store) -> None:
    lodge(store, plant(store), load_library())
    seen = overlays.preview(store, load_library(), handed(grid("0.9", 2025)), Scope()).answer
    assert seen["impact"] == {"checked": 0, "complete": True, "reports": []}


def test_a_process_sees_what_another_approved_within_its_patience(store: Store) -> None:
    instant = [0.0]
    clock: Callable[[], float] = lambda: instant[0]  # noqa: E731 - a clock that the test moves
    here = CurrentLibrary(store, load_library(), clock=clock)
    overlay_id = propose(store, administrator(store))
    digest = decide(store, administrator(store), overlay_id)["reference_digest"]
    instant[0] = 0.9
    assert here().digest == load_library().digest
    instant[0] = 1.0
    assert here().digest == digest


def test_an_edition_is_kept_once_and_survives_a_new_package(store: Store) -> None:
    packaged = load_library()
    keep_edition(store, packaged)
    store.kept_editions.clear()
    keep_edition(store, packaged)
    assert kinds(store).count("reference.kept") == 1
    restored = edition(store, packaged.digest)
    assert restored is not packaged
    assert (restored.texts, restored.digest) == (packaged.texts, packaged.digest)


def test_a_corrected_package_leaves_the_library_of_old_reports_within_reach(store: Store) -> None:
    packaged = load_library()
    lodged = lodge(store, plant(store), packaged)
    grid_file = packaged.texts[TABLE].replace(",0.5306,", ",0.5307,")
    corrected = library_of({**packaged.texts, TABLE: grid_file})
    here = CurrentLibrary(store, corrected)
    assert here().digest == corrected.digest != packaged.digest
    with store.read() as session:
        row = latest_version(session, lodged["report_id"])
    assert row is not None
    factors = {factor.id: factor.text for factor in recalculated(store, row).factors}
    assert factors["grid.2023.cn.avg"] == "0.5306"
    assert edition(store, corrected.digest).entries["grid.2023.cn.avg"].text == "0.5307"
    found = diff(store, named_library(store, packaged.digest), corrected, Scope())
    assert [(c["movement"], c["cells"]) for c in found["changes"]] == [("changed", ["text"])]
    assert [r["report_id"] for r in found["impact"]["reports"]] == [lodged["report_id"]]


def test_a_first_report_keeps_the_library_that_it_rests_on(store: Store) -> None:
    lodged = lodge(store, plant(store), load_library())
    assert edition(store, lodged["reference_digest"]).digest == lodged["reference_digest"]


def test_a_preview_shows_each_caller_the_reports_within_sight(store: Store) -> None:
    lodge(store, plant(store), load_library())
    overlay_id = propose(store, administrator(store))
    shown = {region: overlays.detail(store, overlay_id, regulator(store, region)) for region in ("14", "37")}
    assert [len(s["preview"]["impact"]["reports"]) for s in shown.values()] == [1, 0]
    owner = keys.issue(store, Role.administrator)
    assert len(overlays.detail(store, overlay_id, keys.principal_of(store, owner))["preview"]["impact"]["reports"]) == 1
