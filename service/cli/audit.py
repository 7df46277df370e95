"""`nearzero audit`: verify the log, and show its newest signed head."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from service.cli.opening import opened_store
from service.cli.output import ExitCode, JsonFlag, progress, show
from service.records import SignedHead
from service.settings import Settings
from service.workflows import audit as workflow
from service.workflows import receipts

app = typer.Typer(no_args_is_help=True, help="Verify the log 审计日志")


@app.command()
def verify(
    kept: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A head kept elsewhere, as `audit head --json` printed it"),
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Recompute the chain, the signatures and the digests of all rows; exit code 1 where anything disagrees."""
    with opened_store(Settings()) as store:
        result = workflow.verify(store, read_head(kept) if kept else None)
    faults = [asdict(fault) for fault in result.faults]
    show({"ok": result.ok, "entries": result.entries, "head": head_json(result.head), "faults": faults}, as_json)
    if not result.ok:
        progress(f"{len(faults)} faults")
        raise typer.Exit(ExitCode.REJECTED)


@app.command()
def head(as_json: JsonFlag = False) -> None:
    """Print the newest signed head, to be kept outside the database."""
    with opened_store(Settings()) as store:
        newest = workflow.head(store)
    show(newest or {}, as_json)


@app.command()
def receipt(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A receipt or a published ranking 回执或公布的排名")
    ],
    body: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="The report as it was sent 报送原文")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Check a receipt, or a published ranking as the API answers it, without a database; compare the key id that it
    prints with the one that the operator published.
    """
    found = receipts.check(file.read_bytes(), body.read_bytes() if body else None)
    show(found, as_json)
    if not found["ok"]:
        raise typer.Exit(ExitCode.REJECTED)


def head_json(newest: SignedHead | None) -> dict[str, Any] | None:
    """Return a head as plain JSON values."""
    return None if newest is None else asdict(newest)


def read_head(path: Path) -> SignedHead:
    """Read a head as this command prints it."""
    try:
        return SignedHead(**orjson.loads(path.read_bytes()))
    except (ValueError, TypeError):
        raise typer.BadParameter("not a head as `audit head --json` prints it") from None
