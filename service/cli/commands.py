"""The single commands: serve, migrate, calculate, export-openapi, demo."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
import uvicorn

from service.cli.opening import opened_store
from service.cli.output import JsonFlag, print_bytes, progress, show
from service.errors import InvalidInput
from service.reference import load_library
from service.settings import Settings
from service.storage.session import migrate as migrate_database
from service.workflows.calculate import calculate as calculate_body


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on 监听地址")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port 端口")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes 进程数")] = 1,
) -> None:
    """Serve the API and its documentation at /docs 启动服务."""
    settings = Settings()
    # What is wrong with the database is said here, and not in the trace of a worker.
    with opened_store(settings):
        pass
    progress(f"NearZero: http://{host}:{port}/docs")
    uvicorn.run(
        "service.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
    )


def migrate(
    revision: Annotated[str, typer.Option(help="Revision to reach 目标版本")] = "head", as_json: JsonFlag = False
) -> None:
    """Bring the database up to date 升级数据库."""
    migrate_database(Settings().database_url, revision)
    show({"revision": revision, "migrated": True}, as_json)


def calculate(
    file: Annotated[str, typer.Argument(help="JSON file, or - for standard input JSON 文件或 -")],
    as_json: JsonFlag = False,
) -> None:
    """Calculate the body of POST /v1/calculations without a database 核算."""
    answer = calculate_body(load_library(), read_input(file))
    # JSON either way: in lines for a reader, else the bytes of the API.
    print_bytes(answer if as_json else orjson.dumps(orjson.loads(answer), option=orjson.OPT_INDENT_2))


def read_input(file: str) -> bytes:
    """Return the bytes of a file or of standard input; the limit of the HTTP body holds here too."""
    limit = Settings().max_body_size
    try:
        if file == "-":
            raw = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(file).open("rb") as opened:
                raw = opened.read(limit + 1)
    except OSError as error:
        raise typer.BadParameter(f"{error.strerror}: {file}") from None
    if len(raw) > limit:
        raise InvalidInput(code="http.body_too_large", limit=str(limit))
    return raw


def export_openapi(
    output: Annotated[Path | None, typer.Option(dir_okay=False, help="File to write 输出文件")] = None,
) -> None:
    """Write the OpenAPI document, on stdout by default 导出 OpenAPI."""
    text = openapi_text()
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")
        progress(str(output))


def openapi_text() -> str:
    """Return the document as it is committed: indented, in UTF-8, with a line end."""
    # The HTTP skin is imported only here, so that every other command starts without it.
    from service.app import create_app

    return orjson.dumps(create_app().openapi(), option=orjson.OPT_INDENT_2).decode() + "\n"


def demo(as_json: JsonFlag = False) -> None:
    """Submit real published records and a synthetic cohort over HTTP, and print their rankings 演示."""
    # The demo starts a server of its own and needs nothing of what is imported above.
    from service.demo.run import run

    run(as_json)
