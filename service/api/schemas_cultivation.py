"""The list of enterprises to cultivate, as a document."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.api.schemas_scores import Rule


class Cultivated(BaseModel):
    """One enterprise; changes per product since the base year as shares, under the base year's factors."""

    enterprise: str
    rating: str = Field(alias="class")
    carbon_change: str | None
    pollutant_change: str | None


class CultivationList(BaseModel):
    """双近零培育标杆 of one group of peers: a list of its own, which calls nobody near zero."""

    ruleset: str
    year: int
    base_year: int
    region: str
    sector: str
    synthetic: bool
    group_size: int
    items: list[Cultivated]
    notice: Bilingual
    rules: list[Rule]
    reference_digest: Digest
