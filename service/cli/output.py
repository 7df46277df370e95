"""How commands speak: results on stdout, everything else on stderr, and four exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Annotated, Any

import orjson
import typer
from pydantic import ValidationError

from service.decoding import faults_of
from service.errors import InvalidInput, Misconfigured, NearZeroError, ReferenceDataError, Unavailable
from service.messages import MESSAGES, message

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON on stdout 以 JSON 输出")]


class ExitCode(IntEnum):
    """0 done, 1 rejected, 2 wrong usage, 3 the server or a store failed."""

    OK = 0
    REJECTED = 1
    USAGE = 2
    SERVER = 3


def report_settings(error: ValidationError) -> None:
    """Say on stderr which variables of the environment cannot be read."""
    details = error.errors(include_url=False, include_input=False)
    named = [{**detail, "loc": (f"NEARZERO_{detail['loc'][0]}".upper(),)} for detail in details]
    report_error(InvalidInput(*faults_of(named, "/environment")))


def exit_code_of(error: NearZeroError) -> ExitCode:
    """Return how the process ends after an error of our tree."""
    if isinstance(error, Misconfigured):
        return ExitCode.USAGE
    return ExitCode.SERVER if isinstance(error, Unavailable) else ExitCode.REJECTED


def speaks_english() -> bool:
    """Say whether the caller's locale asks for English; Chinese is the default."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale.lower().startswith("en")


def print_json(value: object) -> None:
    """Print JSON values, indented, followed by a line end."""
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")


def print_bytes(encoded: bytes) -> None:
    """Print bytes that are JSON already."""
    sys.stdout.write(encoded.decode() + "\n")


def show(value: Mapping[str, Any] | Sequence[Mapping[str, Any]], as_json: bool) -> None:
    """Print a result as JSON, or as lines of `name: value` with an empty line between records."""
    if as_json:
        print_json(value)
        return
    records = [value] if isinstance(value, Mapping) else value
    blocks = ["\n".join(f"{name}: {_plain(content)}" for name, content in record.items()) for record in records]
    sys.stdout.write("\n\n".join(blocks) + ("\n" if blocks else ""))


def _plain(content: object) -> str:
    if isinstance(content, Mapping | list | tuple):
        return orjson.dumps(content).decode()
    return "-" if content is None else str(content)


def progress(text: str) -> None:
    """Say on stderr what is going on."""
    sys.stderr.write(text + "\n")


def report_error(error: NearZeroError) -> None:
    """Say on stderr what was wrong, fault by fault."""
    if isinstance(error, ReferenceDataError):
        progress(str(error))
        return
    for fault in error.faults:
        chinese, english = message(fault.code if fault.code in MESSAGES else "error", fault.params)
        progress(f"{fault.pointer or '/'}  {fault.code}  {english if speaks_english() else chinese}")
