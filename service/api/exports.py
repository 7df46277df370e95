"""The numbers of the library in bulk, with the filters of the list. No key is needed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Annotated, Final, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from service.api.answers import kept_headers, shown_tags
from service.api.catalogue import catalogue_of, prepared, state_tag
from service.api.operations import public_file, tags
from service.api.reference_queries import KindFilters
from service.reference import Library
from service.reference.search import Filters
from service.web import Public
from service.workflows.export_columns import Export
from service.workflows.export_csv import csv_pieces

router = APIRouter(prefix="/v1", tags=tags("reference"))

Format = Literal["csv", "xlsx", "parquet"]
MEDIA_TYPES: Final[Mapping[Format, str]] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
#: A workbook of the whole library takes most of a second of computing: one is made at a time, and the last are kept.
_one_at_a_time: Final = CapacityLimiter(1)
KEPT_FILES: Final = 4


class ExportQuery(KindFilters):
    """Which numbers to export, and as what."""

    format: Annotated[Format, Field(description="File format. 文件格式")] = "csv"

    def asked(self) -> dict[str, str]:
        """What was asked for, as text."""
        return {name: str(value) for name, value in self.model_dump(exclude={"format"}).items() if value is not None}


@router.get(
    "/emission-factors/export",
    **public_file(
        sorted(MEDIA_TYPES.values()),
        "Export emission factors 导出排放因子库",
        "The numbers asked for, one row each, values as printed; the name of the file bears the library's digest.",
    ),
)
async def export_emission_factors(
    request: Request, services: Public, query: Annotated[ExportQuery, Query()]
) -> Response:
    """All numbers that fit, as CSV (UTF-8 with byte order mark), XLSX or Parquet, the same bytes for the same state.

    `value` is decimal text without loss; XLSX and Parquet add `value_number` as float64. In CSV a text that a
    spreadsheet would calculate begins with an apostrophe. 批量下载：数值为原文十进制文本，CSV 带 BOM。
    """
    catalogue = catalogue_of(services)
    tag = state_tag(request, services, catalogue)
    if tag in shown_tags(request):
        return Response(None, HTTPStatus.NOT_MODIFIED, kept_headers(tag))
    pieces = await to_thread.run_sync(pieces_of, catalogue.library, query, limiter=_one_at_a_time)
    headers = kept_headers(tag) | {
        "Content-Disposition": f'attachment; filename="{file_name(query, catalogue.library)}"'
    }
    if isinstance(pieces, bytes):
        return Response(pieces, headers=headers, media_type=MEDIA_TYPES[query.format])
    return StreamingResponse(pieces, headers=headers, media_type=MEDIA_TYPES[query.format])


def pieces_of(library: Library, query: ExportQuery) -> bytes | Iterator[bytes]:
    """Return the file, or what it is made of as it is sent; raises `InvalidInput` for an unknown filter value."""
    asked = tuple(query.asked().items())
    if query.format == "csv":
        return csv_pieces(export_of(library, query.wanted(), asked))
    return kept_file(library, query.wanted(), asked, query.format)


Asked = tuple[tuple[str, str], ...]


@lru_cache(maxsize=KEPT_FILES)
def kept_file(library: Library, wanted: Filters, asked: Asked, wanted_format: Format) -> bytes:
    """Make a file whose beginning is known only at its end.

    The writers come when they are wanted: what they bring takes longer to import than the service takes to start.
    """
    export = export_of(library, wanted, asked)
    if wanted_format == "xlsx":
        from service.workflows.export_xlsx import xlsx_file

        return xlsx_file(export)
    from service.workflows.export_parquet import parquet_file

    return parquet_file(export)


def export_of(library: Library, wanted: Filters, asked: Asked) -> Export:
    """Return what is to be written."""
    index = prepared(library).index
    return Export(library, index, index.find(wanted), dict(asked))


def file_name(query: ExportQuery, library: Library) -> str:
    """Return a name that tells states and questions apart."""
    asked = "\n".join(f"{name}={value}" for name, value in sorted(query.asked().items()))
    part = f"-{hashlib.sha256(asked.encode()).hexdigest()[:8]}" if asked else ""
    return f"nearzero-emission-factors-{library.digest[:12]}{part}.{query.format}"
