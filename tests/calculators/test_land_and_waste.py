"""Waste, agriculture, vehicles, sinks and power by contract: examples worked out by hand.

A request, the arithmetic written out, and the figures or the error that must come back. Quantities are written
`"12.5 t"`. `results` lists activity, substance, account (`-` for what counts) and figure; `totals` and `beside` the
sums; `indicators` and `figures` of the report by name; `findings` codes that must be said; `error` a code, its
pointer and parameters.
Pollutants that other methods find in the same line are tried elsewhere.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.calculators.stored import answer_of, assert_refused, read_examples

GASES = {"CO2", "CH4", "N2O", "CO2e"}
FILES = sorted((Path(__file__).parent / "examples" / "land_and_waste").glob("*.yaml"))
EXAMPLES = {f"{file.stem}: {e['name']}": e for file in FILES for e in read_examples(file)}


def totals_of(entries: list[dict[str, Any]]) -> dict[str, Decimal]:
    gases = [t for t in entries if t["substance"] in GASES]
    named = ((" ".join(filter(None, [t.get("account"), t["substance"]])), t["mass"]["value"]) for t in gases)
    return {name: Decimal(value) for name, value in named}


def plain(texts: dict[str, Any]) -> dict[str, Decimal]:
    return {name: Decimal(str(text)) for name, text in texts.items()}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" not in e])
def test_figures_are_those_worked_out_by_hand(name: str) -> None:
    example = EXAMPLES[name]
    answer = answer_of(example)
    assert example["arithmetic"]
    if "results" in example:
        gases = [r for r in answer["results"] if r["substance"] in GASES]
        found = [(r["activity_id"], r["substance"], r["account"] or "-", r["mass"]["value"]) for r in gases]
        wanted = [(row[0], row[1], row[2], str(row[3])) for row in example["results"]]
        assert [(*f[:3], Decimal(f[3])) for f in found] == [(*w[:3], Decimal(w[3])) for w in wanted]
    totals, beside = totals_of(answer["totals"]), totals_of(answer["totals_beside"])
    indicators = {i["name"]: Decimal(i["value"]["value"]) for i in answer["indicators"]}
    figures = {f["id"]: Decimal(f["value"]["value"]) for f in answer["figures"]}
    named = {"totals": totals, "beside": beside, "indicators": indicators, "figures": figures}
    for key, found_figures in named.items():
        if key in example:
            assert found_figures == plain(example[key])
    assert set(example.get("findings", ())) <= {f["code"] for f in answer["findings"]}


@pytest.mark.parametrize("name", [name for name, e in EXAMPLES.items() if "error" in e])
def test_what_is_missing_is_refused_where_it_is_missing(name: str) -> None:
    assert_refused(EXAMPLES[name])
