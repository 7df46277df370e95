"""The bibliography: every document that a number cites, whether its text was read, and what rests on it."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from service.api import schemas_vocabulary as schemas
from service.api.answers import kept_answer
from service.api.catalogue import Catalogue, catalogue_of, state_tag
from service.api.library_views import Json, citation_json, source_json
from service.api.operations import public, tags
from service.api.paging import PageQuery, page_of
from service.api.plans import plans
from service.errors import NotFound
from service.reference import Source
from service.reference.words import normal, split_words
from service.web import Public

router = APIRouter(prefix="/v1", tags=tags("reference"))

#: The column of a record table that cites a document.
CITING: Final = "source"
SourceKey = Annotated[
    str,
    Path(
        max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$", description="Key of a document 来源键", examples=["cn-2022-42"]
    ),
]
ReadLevel = Literal["full", "partial", "no"]


class SourceQuery(PageQuery):
    """Which documents to list."""

    text: Annotated[
        str | None,
        Field(max_length=120, description="Words in key, number, title or issuer. 关键词", examples=["发电 指南"]),
    ] = None
    read: Annotated[ReadLevel | None, Field(description="How much of its text was read. 原文阅读程度")] = None

    def fits(self, source: Source) -> bool:
        """Say whether a document is looked for."""
        told = normal("\n".join((source.key, source.number, source.title_zh, source.title_en, source.issuer)))
        return self.read in (None, source.read) and all(word in told for word in split_words(self.text or ""))


@router.get("/sources", **public(schemas.SourcePage, "Find sources 来源文献", problem=[HTTPStatus.BAD_REQUEST]))
def list_sources(request: Request, services: Public, query: Annotated[SourceQuery, Query()]) -> Response:
    """The bibliography by key, with how much of each text was read. 文献目录及原文阅读程度。"""
    catalogue = catalogue_of(services)

    def content() -> Json:
        sources = catalogue.library.sources
        found = [sources[key] for key in sorted(sources) if query.fits(sources[key])]
        page, following = page_of(found, lambda source: source.key, query, services.cursor_key, "listSources")
        cited = catalogue.index.counts("source")
        items = [source_json(source) | {"entries": cited[source.key]} for source in page]
        return {"items": items, "next_cursor": following, "reference_digest": catalogue.library.digest}

    return kept_answer(request, state_tag(request, services, catalogue), content)


@router.get(
    "/sources/{source_key:path}",
    **public(schemas.SourceDetail, "Read one source 读取来源", problem=[HTTPStatus.NOT_FOUND]),
)
def get_source(request: Request, services: Public, source_key: SourceKey) -> Response:
    """One document completely, and which tables, methods and plans rest on it. 文献详情及引用它的内容。"""
    catalogue = catalogue_of(services)
    source = catalogue.library.sources.get(source_key)
    if source is None:
        raise NotFound
    return kept_answer(request, state_tag(request, services, catalogue), lambda: source_detail(source, catalogue))


def source_detail(source: Source, catalogue: Catalogue) -> Json:
    """Return one document with what cites it."""
    library = catalogue.library
    numbers = Counter(entry.table.file for entry in library.entries.values() if entry.source == source.key)
    records = Counter(file for file, rows in library.records.items() for row in rows if row.get(CITING) == source.key)
    return citation_json(source) | {
        "entries": numbers.total(),
        "cited_by": {
            "tables": [{"table": file, "rows": rows} for file, rows in sorted((numbers + records).items())],
            "methods": [method.id for method in catalogue.methods.methods if method.source == source.key],
            "plans": [plan for plan in plans(library) if plan == source.key],
        },
        "reference_digest": library.digest,
    }
