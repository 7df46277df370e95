"""Synergy of two years as a document: evidence beside a class, never part of it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest
from service.api.schemas_acts import NotSplit
from service.api.schemas_progress import Provenance
from service.api.schemas_scores import Rule


class AmountPair(BaseModel):
    """An amount in both years; `reduction` is positive where it fell."""

    before: str
    after: str
    reduction: str
    unit: str


class SynergyReading(BaseModel):
    """Shares of the first year, the quadrant of the co-control coordinates, and the cross-elasticity with its reading.

    `value` is null where carbon does not change; `both_worse` is said where a ratio alone would look synergistic.
    """

    carbon_share: str
    pollutant_share: str
    quadrant: str
    quadrant_text: Bilingual
    value: str | None
    reading: str
    zh: str
    en: str


class SubstanceSynergy(BaseModel):
    """One pollutant against carbon."""

    substance: str
    mass: AmountPair | None
    elasticity: SynergyReading | None


class SynergyChange(BaseModel):
    """What changed, from tonnes; `without_pair` are substances that only one of the years has."""

    co2e: AmountPair | None
    pollution_equivalents: AmountPair | None
    together: SynergyReading | None
    substances: list[SubstanceSynergy]
    without_pair: list[str]


class Coordination(BaseModel):
    """Coupling coordination of both axes in the later year; C alone is 1 for two equally bad systems."""

    enterprises: int
    coupling: str
    index: str
    degree: str
    weight: str
    basis: str


class Synergy(BaseModel):
    """Two years of an enterprise, a park or a region: who counts, what changed, and how it reads."""

    ruleset: str
    earlier: int = Field(alias="from")
    later: int = Field(alias="to")
    region: str | None
    park: str | None
    synthetic: bool
    enterprises: int
    counted: int
    in_one_year_only: int
    not_accepted: int
    change: SynergyChange | None
    coordination: Coordination | None
    not_evaluable: list[NotSplit]
    notice: Bilingual
    provenance: Provenance
    rules: list[Rule]
    reference_digest: Digest
