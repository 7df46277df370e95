"""Look-ups of ids and names: what a report may call its fuels, substances, sector, region. No key is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from service.api import paging
from service.api import schemas_vocabulary as schemas
from service.api.answers import kept_answer
from service.api.catalogue import Catalogue, catalogue_of, state_tag
from service.api.library_views import Json
from service.api.operations import public, tags
from service.reference.words import normal, split_words
from service.web import Public, Services

router = APIRouter(prefix="/v1/vocabulary", tags=tags("reference"))


class VocabularyQuery(paging.Query):
    """Which items to list: all whose id, names or aliases hold every word of `text`."""

    text: Annotated[
        str | None, Field(max_length=120, description="Words in id, name or alias. 关键词", examples=["煤", "sulphur"])
    ] = None


Asked = Annotated[VocabularyQuery, Query()]


@router.get("/materials", **public(schemas.MaterialList, "List fuels and materials 燃料与物料"))
def list_materials(request: Request, services: Public, query: Asked) -> Response:
    """Ids of fuels and materials with the other spellings that a report may use. 燃料与物料的编号和别名。"""
    return vocabulary(request, services, query, materials)


@router.get("/substances", **public(schemas.SubstanceList, "List substances 物质"))
def list_substances(request: Request, services: Public, query: Asked) -> Response:
    """Greenhouse gases and pollutants with CAS numbers. 温室气体和污染物，含 CAS 号。"""
    return vocabulary(request, services, query, substances)


@router.get("/sectors", **public(schemas.SectorList, "List sectors 行业"))
def list_sectors(request: Request, services: Public, query: Asked) -> Response:
    """Codes of GB/T 4754 that the library uses. 国民经济行业代码。"""
    return vocabulary(request, services, query, sectors)


@router.get("/regions", **public(schemas.RegionList, "List regions 行政区划"))
def list_regions(request: Request, services: Public, query: Asked) -> Response:
    """Provinces and prefectures by GB/T 2260 with validity and grid areas. 省级和地级区划及电网区域。"""
    return vocabulary(request, services, query, regions)


@router.get("/processes", **public(schemas.ValueList, "List processes 工艺"))
def list_processes(request: Request, services: Public, query: Asked) -> Response:
    """Processes as documents name them, and how many numbers each has. 工艺及数值个数。"""
    return vocabulary(request, services, query, lambda catalogue: values(catalogue, "process"))


@router.get("/technologies", **public(schemas.ValueList, "List technologies 技术"))
def list_technologies(request: Request, services: Public, query: Asked) -> Response:
    """Technologies and treatments, and how many numbers each has. 技术与治理措施及数值个数。"""
    return vocabulary(request, services, query, lambda catalogue: values(catalogue, "technology"))


@router.get("/tables", **public(schemas.ReferenceTableList, "List tables of numbers 数据表"))
def list_tables(request: Request, services: Public, query: Asked) -> Response:
    """What each table of numbers holds and for what. 数据表及其用途。"""
    return vocabulary(request, services, query, tables)


@router.get("/statuses", **public(schemas.StatusWordList, "List status words 核实状态"))
def list_statuses(request: Request, services: Public, query: Asked) -> Response:
    """How numbers were verified, and the trust that follows. 核实状态及对应的可信等级。"""
    return vocabulary(request, services, query, statuses)


def vocabulary(
    request: Request, services: Services, query: VocabularyQuery, items: Callable[[Catalogue], Iterable[Json]]
) -> Response:
    """Answer the items of one look-up."""
    catalogue = catalogue_of(services)
    words = split_words(query.text or "")

    def content() -> Json:
        found = [item for item in items(catalogue) if all(word in told(item) for word in words)]
        return {"items": found, "reference_digest": catalogue.library.digest}

    return kept_answer(request, state_tag(request, services, catalogue), content)


def told(item: Json) -> str:
    """Everything that an item is called."""
    names: Mapping[str, str] = item.get("name") or item.get("title") or {}
    called = (item["id"], item.get("cas"), *names.values(), *item.get("aliases", ()))
    return normal("\n".join(filter(None, called)))


def name_of(entry: Mapping[str, Any]) -> Json:
    """Return the names of a registered thing."""
    return {"zh": entry["name_zh"], "en": entry["name_en"]}


def materials(catalogue: Catalogue) -> Iterator[Json]:
    """Yield fuels and materials."""
    for identifier, entry in catalogue.library.documents["fuels/materials.yaml"].items():
        own = {"state": entry["state"], "class": entry["class"], "aliases": list(entry.get("aliases", ()))}
        yield {"id": identifier, "name": name_of(entry)} | own


def substances(catalogue: Catalogue) -> Iterator[Json]:
    """Yield substances."""
    for identifier, entry in catalogue.library.documents["substances.yaml"].items():
        codes = {name: entry.get(name) for name in ("cas", "monitoring_code")}
        aliases = {"group": entry["group"], "aliases": list(entry.get("aliases", ()))}
        yield {"id": identifier, "name": name_of(entry)} | codes | aliases


def sectors(catalogue: Catalogue) -> Iterator[Json]:
    """Yield sectors, by code."""
    for row in sorted(catalogue.library.records["sectors.csv"], key=lambda row: row["code"]):
        yield {"id": row["code"], "name": name_of(row), "edition": row["edition"]}


def regions(catalogue: Catalogue) -> Iterator[Json]:
    """Yield regions, in the order of the register."""
    for row in catalogue.library.records["regions.csv"]:
        stated = {name: row[name] or None for name in ("level", "parent", "valid_from", "valid_to", "grid_region")}
        yield {"id": row["code"], "name": name_of(row)} | stated | {"six_grid_region": row["region6"] or None}


def values(catalogue: Catalogue, facet: str) -> Iterator[Json]:
    """Yield the values of a filter."""
    for value, entries in sorted(catalogue.index.counts(facet).items()):
        yield {"id": value, "entries": entries}


def tables(catalogue: Catalogue) -> Iterator[Json]:
    """Yield tables of numbers."""
    entries = catalogue.index.counts("table")
    for file, table in sorted(catalogue.library.tables.items()):
        title = {"zh": table.title_zh, "en": table.title_en}
        own = {"about": table.about, "kind": table.kind, "annual": table.annual, "entries": entries.get(file, 0)}
        yield {"id": file, "title": title} | own


def statuses(catalogue: Catalogue) -> Iterator[Json]:
    """Yield status words."""
    for word, trust in catalogue.library.trusts.items():
        yield {"id": word, "trust": trust.value}
