"""Worked examples of metals and minerals: a request, the figures worked out by hand, or the refusal that is due.

Each file under `examples/metals_and_minerals/` belongs to one guide; `note` holds the arithmetic. None of the figures
was read off the product. An expected figure names where it stands (`totals`, `totals_beside`, `totals_by_scope`,
`results`, `figures`), what picks it out, and its text, as printed or unrounded. Quantities are written `value unit`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.errors import NearZeroError
from service.reference import load_library
from service.workflows.calculate import calculate
from tests.calculators.stored import posted_activity, read_examples

Json = dict[str, Any]
FILES = sorted((Path(__file__).parent / "examples" / "metals_and_minerals").glob("*.yaml"))
EXAMPLES = [(path.stem, example) for path in FILES for example in read_examples(path)]
IDS = [f"{stem}: {example['name']}" for stem, example in EXAMPLES]
FIGURES = ("unrounded", "mass", "value")


@pytest.mark.parametrize("example", [example for _, example in EXAMPLES], ids=IDS)
def test_example(example: Json) -> None:
    if "refused" in example:
        refuse(example["request"], example["refused"])
        return
    answer = answer_to(example["request"])
    assert answer["method"]["id"] == example["method"]
    for wanted in example["expect"]:
        assert figure(answer, wanted) == figures_of(wanted), wanted
    found = {finding["code"] for finding in answer["findings"]}
    assert set(example.get("findings", ())) <= found


def answer_to(request: Json) -> Json:
    posted = request | {"activities": [posted_activity(activity) for activity in request["activities"]]}
    found: Json = json.loads(calculate(load_library(), json.dumps(posted).encode()))
    return found


def refuse(request: Json, wanted: dict[str, str]) -> None:
    with pytest.raises(NearZeroError) as error:
        answer_to(request)
    fault = error.value.faults[0]
    assert (fault.code, fault.pointer) == (wanted["code"], wanted["pointer"])
    assert wanted.get("names", "") in str(fault.params)


def figures_of(wanted: Json) -> Json:
    return {name: wanted[name] for name in FIGURES if name in wanted}


def figure(answer: Json, wanted: Json) -> Json:
    marks = {name: value for name, value in wanted.items() if name not in (*FIGURES, "in")}
    fitting = [e for e in answer[wanted["in"]] if all(e.get(name) == value for name, value in marks.items())]
    assert len(fitting) == 1, (marks, answer[wanted["in"]])
    texts = {
        "unrounded": lambda e: e["trace"]["unrounded"]["value"],
        "mass": lambda e: e["mass"]["value"],
        "value": lambda e: e["value"] if isinstance(wanted["value"], dict) else e["value"]["value"],
    }
    return {name: texts[name](fitting[0]) for name in FIGURES if name in wanted}
