"""What a coal line brings in is found again in what its figures say leaves: sulphur and ash, over whole requests."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.reference import load_library
from service.workflows.calculate import calculate

COAL = Fraction(1000)
#: Masses print to the milligram, which is 10^-9 t.
PRINTED = Fraction(1, 10**9)
shares = st.integers(1, 99).map(lambda n: Decimal(n))


def figures(**parameters: str) -> dict[str, Fraction]:
    """Burn 1000 t in a power station and return what each substance weighs."""
    stated = {name: {"value": text, "unit": "%"} for name, text in parameters.items()}
    activity = {
        "id": "coal", "kind": "fuel_combustion", "material": "bituminous", "process": "pulverised",
        "quantity": {"value": str(COAL), "unit": "t"}, "laboratory_report": "L-1", "parameters": stated,
    }  # fmt: skip
    body = {"sector": "4411", "region": "140100", "period": "2024", "trust": "recalled", "activities": [activity]}
    answer: dict[str, Any] = json.loads(calculate(load_library(), json.dumps(body).encode()))
    return {r["substance"]: Fraction(r["mass"]["value"]) for r in answer["results"]}


@given(st.integers(1, 400), shares, shares, st.integers(0, 30))
@settings(max_examples=60)
def test_sulphur_leaves_with_the_ash_the_gas_and_the_gypsum(
    sulphur: int, efficiency: Decimal, running: Decimal, moisture: int
) -> None:
    """Retained 15 %; SO2 holds half its mass of sulphur, pure dry gypsum 32/172 of its own."""
    content, purity = Decimal(sulphur) / 100, Decimal(90)
    found = figures(
        **{
            "sulfur_content": str(content),
            "sulfur_retention": "15",
            "removal_efficiency:SO2": str(efficiency),
            "running_rate": str(running),
            "gypsum_moisture": str(moisture),
            "gypsum_purity": str(purity),
        }
    )
    brought = COAL * Fraction(content) / 100
    retained = brought * Fraction(15, 100)
    emitted = found["SO2"] / 2
    bound = found["fgd_gypsum_waste"] * Fraction(100 - moisture, 100) * Fraction(purity) / 100 * Fraction(32, 172)
    assert abs(brought - retained - emitted - bound) <= 2 * PRINTED


@given(st.integers(5, 50), shares, shares)
@settings(max_examples=60)
def test_ash_leaves_as_slag_as_fly_ash_and_as_dust(ash: int, efficiency: Decimal, running: Decimal) -> None:
    """What the furnace does not keep goes up; the filter's part of it is fly ash, the rest leaves the stack."""
    found = figures(
        **{
            "ash_content": str(ash),
            "ash_retention": "25",
            "removal_efficiency:PM": str(efficiency),
            "running_rate": str(running),
        }
    )
    brought = COAL * Fraction(ash, 100)
    escaped = brought * Fraction(75, 100) * (1 - Fraction(efficiency) / 100 * Fraction(running) / 100)
    assert abs(brought - found["boiler_slag"] - found["fly_ash"] - escaped) <= 2 * PRINTED
