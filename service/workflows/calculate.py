"""Calculate without keeping anything: the same engine, checks and answer for HTTP and the command line."""

from __future__ import annotations

from dataclasses import replace

import orjson

from service.calculators.answer import full_answer
from service.calculators.calculation import Calculation, perform
from service.calculators.pointers import found_as_sent
from service.checks.case import Case
from service.checks.catalogue import evaluate
from service.records import GeneratingUnit
from service.reference import Library
from service.requests.reports import read_calculation
from service.workflows.intake import submission_of


def calculate(library: Library, raw: bytes) -> bytes:
    """Return the answer to the body of `POST /v1/calculations`, encoded.

    Raises `Rejected` in one of its kinds.
    """
    submission = submission_of(read_calculation(raw), library)
    return orjson.dumps(full_answer(checked(perform(submission, library), library), library))


def checked(calculation: Calculation, library: Library, units: tuple[GeneratingUnit, ...] = ()) -> Calculation:
    """Add what the checks found; `units` are the sets of the site, where one is registered."""
    case = Case(calculation.submission, calculation.totals.overall, library, units)
    found = found_as_sent(evaluate(case), calculation.submission.spelled)
    return replace(calculation, findings=calculation.findings + found)
