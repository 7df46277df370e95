"""Coal, oil and gas, refining, chemicals, fluorinated gases and light industry: examples worked out by hand.

A request, the arithmetic written out, and the figures or the error that must come back, in the form that
`test_land_and_waste` describes.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.errors import NearZeroError
from tests.calculators.test_land_and_waste import answer_of, plain, totals_of

FILES = sorted((Path(__file__).parent / "examples" / "energy_and_chemistry").glob("*.yaml"))
EXAMPLES: dict[str, dict[str, Any]] = {
    f"{file.stem}: {e['name']}": e for file in FILES for e in yaml.safe_load(file.read_text())
}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" not in e])
def test_figures_are_those_worked_out_by_hand(name: str) -> None:
    example = EXAMPLES[name]
    answer = answer_of(example)
    assert example["arithmetic"]
    wanted = [(*row[:3], Decimal(row[3])) for row in example.get("results", ())]
    masses = [(r["activity_id"], r["substance"], r["account"] or "-", r["mass"]["value"]) for r in answer["results"]]
    found = [(*mass[:3], Decimal(mass[3])) for mass in masses if mass[1] in {row[1] for row in wanted}]
    assert found == wanted
    totals = totals_of(answer["totals"])
    assert plain(example.get("totals", {})).items() <= totals.items()
    assert set(example.get("findings", ())) <= {f["code"] for f in answer["findings"]}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" in e])
def test_what_is_missing_is_refused_where_it_is_missing(name: str) -> None:
    example = EXAMPLES[name]
    with pytest.raises(NearZeroError) as raised:
        answer_of(example)
    faults = [{"code": f.code, "pointer": f.pointer, **f.params} for f in raised.value.faults]
    assert any(example["error"].items() <= fault.items() for fault in faults), faults
