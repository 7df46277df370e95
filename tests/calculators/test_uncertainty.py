"""First-order propagation against a Monte Carlo of the same report, and what is shared counts as shared."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from math import sqrt
from typing import Any

import numpy as np
import pytest

from service.calculators.uncertainty import factor_source
from service.errors import InvalidInput
from service.factors import Candidate, FactorSet, Match
from service.reference import load_library
from service.workflows.calculate import calculate

DRAWS = 400_000
#: 1.96 standard deviations to each side hold 95 % of a normal distribution.
COVERAGE = 1.959963984540054


def q(value: str, unit: str, uncertainty: str | None = None) -> dict[str, str]:
    return {"value": value, "unit": unit} | ({"uncertainty": uncertainty} if uncertainty else {})


def answer(*activities: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"sector": "3311", "region": "140100", "period": "2023", "trust": "recalled", "uncertainty": True, **more}
    found: dict[str, Any] = json.loads(
        calculate(load_library(), json.dumps(body | {"activities": activities}).encode())
    )
    return found


def gas(identifier: str, volume: str, wide: str, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "kind": "fuel_combustion", "material": "natural_gas",
            "quantity": q(volume, "10^4Nm3", wide), **more}  # fmt: skip


def relative(found: dict[str, Any], substance: str = "CO2") -> float:
    total = next(t for t in found["totals"] if t["substance"] == substance)
    return float(total["uncertainty"]["value"]) / 100


def drawn(source: np.random.Generator, wide: float) -> Any:
    return source.normal(1, wide / COVERAGE, DRAWS)


def test_a_total_of_three_lines_agrees_with_a_monte_carlo_within_its_own_error() -> None:
    """NCV, carbon and oxidation come from the library (5 % each by design) and are the same number in all lines."""
    volumes, widths = (100.0, 40.0, 10.0), (0.02, 0.10, 0.30)
    stated = enumerate(zip(volumes, widths, strict=True))
    found = relative(answer(*(gas(f"g{i}", str(v), str(w * 100)) for i, (v, w) in stated)))
    source = np.random.default_rng(20240607)
    shared = drawn(source, 0.05) * drawn(source, 0.05) * drawn(source, 0.05)
    total = shared * sum(v * drawn(source, w) for v, w in zip(volumes, widths, strict=True))
    simulated = COVERAGE * float(np.std(total)) / float(np.mean(total))
    own_error = simulated / sqrt(2 * DRAWS)
    second_order = simulated**3
    assert abs(found - simulated) < 4 * own_error + second_order


def test_a_shared_factor_does_not_average_out_and_independent_measurements_do() -> None:
    """Four equal lines: with library factors 5 % each of three stays whole; measured apart, everything is halved."""
    shared = relative(answer(*(gas(f"g{i}", "25", "2") for i in range(4))))
    assert shared == pytest.approx(sqrt(3 * 0.05**2 + 0.02**2 / 4), abs=1e-4)
    own = {name: q(value, unit, "5") for name, value, unit in (
        ("net_calorific_value", "389.31", "GJ/10^4Nm3"), ("carbon_content", "0.0153", "tC/GJ"),
        ("oxidation_factor", "0.99", "1"))}  # fmt: skip
    apart = relative(answer(*(gas(f"g{i}", "25", "2", parameters=own) for i in range(4))))
    assert apart == pytest.approx(sqrt(3 * 0.05**2 + 0.02**2) / 2, abs=1e-4)


def test_lines_of_one_meter_share_its_error() -> None:
    exact = {name: q(value, unit, "0") for name, value, unit in (
        ("net_calorific_value", "389.31", "GJ/10^4Nm3"), ("carbon_content", "0.0153", "tC/GJ"),
        ("oxidation_factor", "0.99", "1"))}  # fmt: skip
    one = answer(*(gas(f"g{i}", "25", "3", parameters=exact, meter="FM-1") for i in range(4)))
    four = answer(*(gas(f"g{i}", "25", "3", parameters=exact, meter=f"FM-{i}") for i in range(4)))
    assert relative(one) == pytest.approx(0.03)
    assert relative(four) == pytest.approx(0.015)


def test_removal_near_completion_widens_what_is_left() -> None:
    """E = G (1 − η k): at 99 % removal, 1 % of η moves the emission by about 99 %."""
    boiler = {
        "id": "b", "kind": "fuel_combustion", "material": "bituminous", "quantity": q("1000", "t", "0"),
        "parameters": {
            "generation_coefficient:NOx": q("5", "kg/t", "0"), "removal_efficiency": q("99", "%", "0.5"),
            "running_rate": q("100", "%", "0"),
        },
    }  # fmt: skip
    found = answer(boiler, period="2024")
    line = next(r for r in found["results"] if r["substance"] == "NOx")
    assert float(line["uncertainty"]["value"]) == pytest.approx(49.5, abs=0.01)


def test_gases_of_one_co2e_share_their_activity_data() -> None:
    """CO2 and CH4 reported by one meter: their widths add in the CO2e, weighed by the warming potential."""
    lines = [{"id": s, "kind": "reported_emission", "substance": s, "scope": 1, "meter": "M",
              "quantity": q(v, "t", "10")} for s, v in (("CO2", "280"), ("CH4", "10"))]  # fmt: skip
    found = answer(*lines, gwp="AR5")
    assert relative(found, "CO2e") == pytest.approx(0.10)


def test_widths_that_nobody_stated_are_marked_as_a_choice() -> None:
    assert answer(gas("g", "1", "2"))["uncertainty"]["status"] == "design"
    assert "uncertainty" not in answer(gas("g", "1", "2"), uncertainty=False)["totals"][0]


def test_a_negative_uncertainty_is_refused_with_its_pointer() -> None:
    with pytest.raises(InvalidInput) as refused:
        answer(gas("g", "1", "-2"))
    assert [(f.code, f.pointer) for f in refused.value.faults] == [
        ("uncertainty.negative", "/activities/0/quantity/uncertainty")
    ]


def test_lines_of_one_laboratory_report_share_its_error() -> None:
    """One analysis stands behind both lines; two analyses of 10 % each average out."""
    measured = {"net_calorific_value": q("389.31", "GJ/10^4Nm3", "10"), "carbon_content": q("0.0153", "tC/GJ", "0"),
                "oxidation_factor": q("0.99", "1", "0")}  # fmt: skip

    def wide(*reports: str) -> float:
        lines = [gas(f"g{i}", "50", "0", parameters=measured, laboratory_report=r) for i, r in enumerate(reports)]
        return relative(answer(*lines))

    assert wide("LAB-1", "LAB-1") == pytest.approx(0.10)
    assert wide("LAB-1", "LAB-2") == pytest.approx(0.10 / sqrt(2), abs=1e-4)


def test_a_revised_value_of_a_factor_is_another_error() -> None:
    series = [Candidate("ndrc2015.natural_gas.cc", Match.EXACT)]
    factor = FactorSet(load_library(), "recalled").find(series, date(2023, 12, 31), role="carbon_content")
    assert factor_source(replace(factor, match=Match.CARRIED_FORWARD)) == factor_source(factor)
    assert factor_source(replace(factor, text="0.01540")) != factor_source(factor)
