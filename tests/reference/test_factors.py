"""Which value answers: dated, within the accepted trust, first candidate in force, and the same again in a replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from service.errors import FactorMissing, InvalidInput
from service.factors import Candidate, FactorSet, Match, Trust
from service.reference import Library, load_library, read_library
from tests.reference.miniature import FILES, write

SHANXI = Candidate("grid.avg.prov.shanxi", Match.REGIONAL_DEFAULT)
NATIONAL = Candidate("grid.avg.cn", Match.NATIONAL_DEFAULT)
OXIDATION = Candidate("coal.of", Match.EXACT)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return read_library(write(tmp_path, dict(FILES)))


def test_the_entry_in_force_on_the_day_answers(library: Library) -> None:
    factor = FactorSet(library).find([NATIONAL], date(2022, 6, 30), role="emission_factor")
    assert (factor.id, factor.text, factor.match) == ("g.2022", "0.5366", Match.NATIONAL_DEFAULT)
    assert factor.value == Fraction("0.5366")
    assert factor.day == date(2022, 6, 30)


def test_a_later_year_carries_the_last_annual_value_forward() -> None:
    factor = FactorSet(load_library()).find([SHANXI], date(2025, 1, 1), role="emission_factor")
    assert (factor.text, factor.match) == ("0.6634", Match.CARRIED_FORWARD)


def test_a_value_without_an_annual_table_is_not_carried_but_in_force(library: Library) -> None:
    assert FactorSet(library).find([OXIDATION], date(2025, 12, 31), role="oxidation_factor").match is Match.EXACT


def test_the_day_before_a_series_begins_and_the_day_it_ends_have_no_value(library: Library) -> None:
    for day in (date(2022, 12, 31), date(2026, 1, 1)):
        with pytest.raises(FactorMissing) as raised:
            FactorSet(library).find([OXIDATION], day, role="oxidation_factor")
        fault = raised.value.faults[0]
        assert fault.code == "factor.missing"
        assert fault.params["exists"] == "coal.of 2023-01-01 primary"


def test_trust_decides_and_the_refusal_says_what_there_is(library: Library) -> None:
    with pytest.raises(FactorMissing) as raised:
        FactorSet(library, trust="secondary").find([SHANXI], date(2022, 1, 1), role="emission_factor")
    fault = raised.value.faults[0]
    assert fault.code == "factor.not_trusted"
    assert fault.params["exists"] == "grid.avg.prov.shanxi 2022-01-01 recalled"
    accepted = FactorSet(library, trust="recalled").find([SHANXI], date(2022, 1, 1), role="emission_factor")
    assert accepted.trust is Trust.RECALLED


def test_the_first_candidate_in_force_decides(library: Library) -> None:
    """Where the province has no value the nation answers; where it has one that is not accepted, nothing does."""
    candidates = [SHANXI, NATIONAL]
    assert FactorSet(library).find(candidates, date(2021, 1, 1), role="emission_factor").id == "g.2021"
    assert FactorSet(library).find_optional(candidates, date(2022, 1, 1)) is None
    accepted = FactorSet(library, "recalled").find(candidates, date(2022, 1, 1), role="emission_factor")
    assert accepted.id == "g.2022.prov"


def test_an_unusable_value_in_force_decides_nothing() -> None:
    doubtful, sound = "tcses.power.lng.gas_boiler.vocs", "tcses.power.crude.oil_boiler.vocs"
    candidates = [Candidate(doubtful, Match.EXACT), Candidate(sound, Match.EXACT)]
    factor = FactorSet(load_library()).find(candidates, date(2024, 6, 1), role="generation_coefficient:VOCs")
    assert factor.series == sound


def test_a_draft_needs_its_own_consent(library: Library) -> None:
    day = date(2023, 1, 1)
    assert FactorSet(library, "recalled").find_optional([NATIONAL], day) is None
    draft = FactorSet(library, "primary", accept_draft=True).find([NATIONAL], day, role="emission_factor")
    assert (draft.trust, draft.text) == (Trust.DRAFT, "0.5306")


def test_an_untrusted_value_in_force_hides_the_older_one(library: Library) -> None:
    """The draft of 2023 supersedes 2022: without consent there is no value, not an outdated one."""
    assert FactorSet(library).find_optional([NATIONAL], date(2023, 1, 1)) is None


def test_a_range_is_never_served(library: Library) -> None:
    gangue = Candidate("coal.gangue.ncv", Match.EXACT)
    with pytest.raises(FactorMissing, match=r"factor\.missing"):
        FactorSet(library, "recalled", accept_draft=True).find([gangue], date(2024, 1, 1), role="net_calorific_value")


def test_design_and_doubtful_values_are_never_served() -> None:
    everything = FactorSet(load_library(), "recalled", accept_draft=True)
    for series in ("scoring.cap.proxy", "tcses.power.lng.gas_boiler.vocs"):
        assert everything.find_optional([Candidate(series, Match.EXACT)], date(2025, 1, 1)) is None


@pytest.mark.parametrize("trust", ["draft", "design", "unusable", "certain", ""])
def test_only_ordered_levels_can_be_accepted(library: Library, trust: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        FactorSet(library, trust)
    assert raised.value.faults[0].code == "trust.unknown"


def test_a_frozen_set_serves_what_was_served_and_nothing_else(library: Library) -> None:
    """2022 had a usable provincial value, 2021 had none: the replay keeps both answers apart."""
    accepted = FactorSet(library, "recalled")
    served = [
        accepted.find([SHANXI, NATIONAL], day, role="emission_factor") for day in (date(2021, 5, 1), date(2022, 5, 1))
    ]
    replay = FactorSet.frozen(served)
    assert [replay.find([SHANXI, NATIONAL], factor.day, role="emission_factor") for factor in served] == served
    assert [factor.id for factor in served] == ["g.2021", "g.2022.prov"]
    with pytest.raises(FactorMissing):
        replay.find([SHANXI, NATIONAL], date(2022, 5, 2), role="emission_factor")


def test_a_frozen_value_stands_though_the_library_moves_on(library: Library) -> None:
    factor = FactorSet(library).find([NATIONAL], date(2022, 5, 1), role="emission_factor")
    stored = replace(factor, text="0.5", value=Fraction(1, 2))
    assert FactorSet.frozen([stored]).find([NATIONAL], date(2022, 5, 1), role="emission_factor").text == "0.5"
