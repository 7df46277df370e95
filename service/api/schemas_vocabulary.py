"""Look-ups that fill in a report: the ids of things and what else they are called; and the bibliography."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.api.schemas_factors import Citation, CitedSource
from service.api.schemas_reference import Material


class MaterialList(BaseModel):
    """Fuels and materials."""

    items: list[Material]
    reference_digest: Digest


class Substance(BaseModel):
    """A substance; `cas` is its CAS Registry Number, `monitoring_code` its code in monitoring networks."""

    id: str
    name: Bilingual
    group: str
    cas: str | None
    monitoring_code: str | None
    aliases: list[str]


class SubstanceList(BaseModel):
    """Substances."""

    items: list[Substance]
    reference_digest: Digest


class Sector(BaseModel):
    """A sector of the national classification; `edition` names the edition of GB/T 4754."""

    id: str = Field(examples=["4411"])
    name: Bilingual
    edition: str


class SectorList(BaseModel):
    """The sectors that methods, limits and examples use; a report may name others."""

    items: list[Sector]
    reference_digest: Digest


class Region(BaseModel):
    """A region; one code may have several rows with different validity. Grid areas stand on provinces only."""

    id: str = Field(examples=["140000"])
    name: Bilingual
    level: str
    parent: str | None
    valid_from: str
    valid_to: str | None
    grid_region: str | None
    six_grid_region: str | None


class RegionList(BaseModel):
    """Regions by GB/T 2260."""

    items: list[Region]
    reference_digest: Digest


class Value(BaseModel):
    """A value of a filter and how many numbers have it."""

    id: str
    entries: int


class ValueList(BaseModel):
    """The values of a filter."""

    items: list[Value]
    reference_digest: Digest


class ReferenceTable(BaseModel):
    """A table of numbers: `kind` is what they are for; an annual one is renewed each year."""

    id: str = Field(examples=["energy/grid.csv"])
    title: Bilingual
    about: str
    kind: str
    annual: bool
    entries: int


class ReferenceTableList(BaseModel):
    """All tables of numbers."""

    items: list[ReferenceTable]
    reference_digest: Digest


class StatusWord(BaseModel):
    """How a number was verified, and the trust that follows from it."""

    id: str
    trust: str


class StatusWordList(BaseModel):
    """All status words, and so all levels of trust."""

    items: list[StatusWord]
    reference_digest: Digest


class SourceSummary(CitedSource):
    """A document of the bibliography and how many numbers cite it."""

    entries: int


class SourcePage(BaseModel):
    """A page of the bibliography, by key."""

    items: list[SourceSummary]
    next_cursor: str | None
    reference_digest: Digest


class CitingTable(BaseModel):
    """A table and how many of its rows cite the document."""

    table: str
    rows: int


class CitedBy(BaseModel):
    """What cites a document: tables of numbers and records, methods, and plans. The numbers are listed by `source`."""

    tables: list[CitingTable]
    methods: list[str]
    plans: list[str]


class SourceDetail(Citation):
    """One document of the bibliography, whether its text was read, and what cites it."""

    entries: Annotated[int, Field(description="Numbers that cite it; see /v1/emission-factors?source=.")]
    cited_by: CitedBy
    reference_digest: Digest
