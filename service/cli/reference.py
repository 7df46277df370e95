"""`nearzero reference`: templates, imports with their preview, decisions, differences and past editions."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from service.cli.opening import opened_store
from service.cli.output import ExitCode, JsonFlag, print_json, progress, show
from service.cli.reference_printing import print_diff, print_preview
from service.errors import NotFound
from service.overlay_records import OverlayState
from service.records import Principal
from service.reference import load_library
from service.reference.formats import Format
from service.reference.templates import template as empty_table
from service.settings import Settings
from service.storage.session import Store
from service.workflows import check_reference as health
from service.workflows import editions, overlays, reference_diff
from service.workflows.keys import principal_of
from service.workflows.library import current
from service.workflows.reference_impact import Scope

app = typer.Typer(no_args_is_help=True, help="Import official tables, compare libraries 参考数据的补充与比较")

Key = Annotated[
    str, typer.Option(envvar="NEARZERO_KEY", help="Your API key, better given as NEARZERO_KEY 密钥", show_default=False)
]
OverlayId = Annotated[str, typer.Argument(help="Id of the overlay 补充数据编号")]
Reason = Annotated[str, typer.Option(help="Why 理由")]
_TOLD_EVERY = 100


def check_reference(as_json: JsonFlag = False) -> None:
    """Read and check all reference data 检查参考数据."""
    result = health.check_reference(load_library())
    show(result, as_json)
    if result["not_in_bibliography"]:
        progress("a method, ruleset or check cites what is not in the bibliography 有引文未登记")
        raise typer.Exit(ExitCode.REJECTED)


@app.command()
def template(
    table: Annotated[str, typer.Argument(help="Table, such as energy/grid.csv 表名")],
    form: Annotated[Format, typer.Option("--format", help="csv, xlsx or yaml 格式")] = Format.csv,
    output: Annotated[Path | None, typer.Option(dir_okay=False, help="File to write 输出文件")] = None,
) -> None:
    """Write an empty table with its columns explained 空白表."""
    library = load_library()
    if table not in library.tables:
        progress("\n".join(sorted(library.tables)))
        raise NotFound
    content = empty_table(library, library.tables[table], form)
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.write_bytes(content)
        progress(str(output))


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, XLSX or YAML 数据文件")],
    table: Annotated[str, typer.Option(help="Table that the rows are for, such as energy/grid.csv 表名")],
    source_key: Annotated[str, typer.Option(help="Citation key of rows that name none 文献引用键")] = "",
    sources: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="YAML of new documents, as in sources.yaml 新文献")
    ] = None,
    note: Annotated[str, typer.Option(help="What it is 说明")] = "",
    key: Key = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Preview only 只预览")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Preview rows for a table and propose them; they count once a second person approves 导入."""
    documents = sources.read_text(encoding="utf-8") if sources else ""
    form = Format(file.suffix.lstrip(".").lower().replace("yml", "yaml")) if known(file) else Format.csv
    handed = overlays.Handed(file.read_bytes(), file.name, form, table, source_key, documents, note)
    with opened_store(Settings()) as store:
        scope = Scope(most=None, tell=told)
        library = current(store, load_library())[1]
        seen = overlays.preview(store, library, handed, scope).answer
        if not as_json:
            print_preview(seen)
        overlay_id = None if dry_run or seen["refused"] else proposed(store, key, handed, scope)
    if as_json:
        print_json({"overlay_id": overlay_id, "preview": seen})
    elif overlay_id:
        progress(f"proposed 已提出: {overlay_id}")
    if seen["refused"]:
        raise typer.Exit(ExitCode.REJECTED)


def known(file: Path) -> bool:
    """Say whether the ending of a file names a format."""
    return file.suffix.lower() in (".csv", ".xlsx", ".yaml", ".yml")


def told(count: int) -> None:
    """Say on stderr how many reports were calculated again."""
    if count % _TOLD_EVERY == 0:
        progress(f"{count} reports 份报告")


def proposed(store: Store, key: str, handed: overlays.Handed, scope: Scope) -> str:
    """Lodge a proposal; return its id."""
    receipt = overlays.propose(store, principal_of(store, key), handed, secrets.token_hex(8), scope).result()
    return str(orjson.loads(receipt.answer)["overlay_id"])


@app.command("list")
def list_overlays(as_json: JsonFlag = False) -> None:
    """List all overlays 补充数据列表."""
    with opened_store(Settings()) as store:
        show(overlays.listed(store), as_json)


@app.command("show")
def show_overlay(overlay_id: OverlayId, as_json: JsonFlag = False) -> None:
    """Show one overlay with what it changes 查看."""
    with opened_store(Settings()) as store:
        found = overlays.detail(store, overlay_id)
    if as_json:
        print_json(found)
        return
    show({name: value for name, value in found.items() if name not in ("preview", "content")}, as_json=False)
    print_preview(found["preview"])


@app.command()
def approve(overlay_id: OverlayId, reason: Reason, key: Key = "", as_json: JsonFlag = False) -> None:
    """Let an overlay count from now on; not by the key that proposed it 批准."""
    decide(overlay_id, OverlayState.approved, reason, key, as_json)


@app.command()
def reject(overlay_id: OverlayId, reason: Reason, key: Key = "", as_json: JsonFlag = False) -> None:
    """Reject a proposal 驳回."""
    decide(overlay_id, OverlayState.rejected, reason, key, as_json)


@app.command()
def withdraw(overlay_id: OverlayId, reason: Reason, key: Key = "", as_json: JsonFlag = False) -> None:
    """Let an approved overlay count no longer; reports keep their figures 撤回."""
    decide(overlay_id, OverlayState.withdrawn, reason, key, as_json)


def decide(overlay_id: str, decision: OverlayState, reason: str, key: str, as_json: bool) -> None:
    """Record a decision and print it."""
    with opened_store(Settings()) as store:
        who: Principal = principal_of(store, key)
        verdict = overlays.Verdict(decision, reason)
        receipt = overlays.decide(store, who, overlay_id, verdict, secrets.token_hex(8)).result()
    show(orjson.loads(receipt.answer), as_json)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="Digest or its beginning, packaged, current, or a directory 原版本")],
    after: Annotated[str, typer.Argument(help="The same for the other library 新版本")] = reference_diff.CURRENT,
    as_json: JsonFlag = False,
) -> None:
    """Say which numbers moved between two libraries and which stored reports they would change 比较."""
    with opened_store(Settings()) as store:
        one, other = (reference_diff.named_library(store, name, directories=True) for name in (before, after))
        found: dict[str, Any] = reference_diff.diff(store, one, other, Scope(most=None, tell=told))
    if as_json:
        print_json(found)
    else:
        print_diff(found)


@app.command("editions")
def list_editions(as_json: JsonFlag = False) -> None:
    """List the libraries that this store has met 版本列表."""
    with opened_store(Settings()) as store:
        show(editions.listed(store, current(store, load_library())[1]), as_json)


@app.command()
def restore(
    digest: Annotated[str, typer.Argument(help="Digest or its beginning 摘要")],
    directory: Annotated[Path, typer.Argument(file_okay=False, help="Where its files are laid down 目录")],
    as_json: JsonFlag = False,
) -> None:
    """Lay the data files of a past library down, byte for byte 还原."""
    if directory.exists() and any(directory.iterdir()):
        raise typer.BadParameter("the directory is not empty 目录非空")
    with opened_store(Settings()) as store:
        show(editions.restore(store, digest, directory), as_json)
