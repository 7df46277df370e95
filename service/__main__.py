"""The command `nearzero`. Exit codes: 0 done, 1 rejected, 2 wrong usage, 3 the server or a store failed."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import typer
from pydantic import ValidationError

from service.cli import audit, commands, keys, reference
from service.cli.output import ExitCode, exit_code_of, report_error, report_settings
from service.cli.reference import check_reference
from service.cli.totals import totals
from service.errors import NearZeroError
from service.settings import Settings

app = typer.Typer(
    name="nearzero",
    help="NearZero 双近零: carbon and pollutants, accounted, scored and ranked together.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(commands.demo)
app.command()(commands.serve)
app.command()(commands.calculate)
app.command()(commands.migrate)
app.command("export-openapi")(commands.export_openapi)
app.command("check-reference")(check_reference)
app.command()(totals)
app.add_typer(keys.app, name="keys")
app.add_typer(audit.app, name="audit")
app.add_typer(reference.app, name="reference")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    try:
        app(args=list(arguments) if arguments is not None else None)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else ExitCode.OK
    except NearZeroError as error:
        report_error(error)
        return exit_code_of(error)
    except Exception as error:  # noqa: BLE001  the end of the process: whatever it was, the exit code says that we failed
        if isinstance(error, ValidationError) and error.title == Settings.__name__:
            report_settings(error)
            return ExitCode.USAGE
        traceback.print_exc()
        return ExitCode.SERVER
    return ExitCode.OK


if __name__ == "__main__":
    main()
