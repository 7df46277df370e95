"""Answers of the reference resources as documents; see `schemas`."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from service.api.schemas import Bilingual, Digest


class Unit(BaseModel):
    """An accepted unit; `factor` is how many canonical units of its dimension one of it is, a decimal or a fraction."""

    code: str
    dimension: str
    factor: str
    label: Bilingual
    aliases: list[str]


class UnitList(BaseModel):
    """All listed units; other quotients of them are accepted too, such as kg/万Nm3."""

    items: list[Unit]


class DataYears(BaseModel):
    """The data years that a method governs; `last` is null while it is open.

    `last_for_listed` is the last year for enterprises in emissions trading, where those have a later guide.
    """

    first: int
    last: int | None
    last_for_listed: int | None


class MethodSummary(BaseModel):
    """An accounting method and when it governs.

    `stands` says how it comes to a case: `closest` competes for its subject, `beside` adds kinds of its own, and
    `on_request` has to be named by `method`; `standby` comes in where no other one competes in the data year.
    """

    id: str
    accounts: str
    stands: str
    title: Bilingual
    text_status: str
    data_years: DataYears
    sectors: list[str]
    ets: list[str]
    gwp_set: str | None


class MethodList(BaseModel):
    """All accounting methods."""

    items: list[MethodSummary]
    reference_digest: Digest


class MethodRounding(BaseModel):
    """How figures of some substances are rounded, once, at the end; an empty list means all others."""

    substances: list[str]
    unit: str
    places: int
    mode: str
    clause: str


class FormulaArgument(BaseModel):
    """One argument of a formula, with its symbol in the equation."""

    name: str
    symbol: str
    unit: str


class FormulaSignature(BaseModel):
    """The units of one use of a formula."""

    arguments: list[FormulaArgument]
    result_unit: str


class MethodFormula(BaseModel):
    """A formula, and the parameters that must be reported before it is chosen."""

    id: str
    version: int
    label: Bilingual
    equation: str
    citation: str
    signatures: list[FormulaSignature]
    needs: list[str]


class MethodResult(BaseModel):
    """One substance or indicator that a kind of activity yields."""

    substance: str
    scope: int | None
    medium: str
    indicator: str | None
    required: bool
    removal: bool
    account: str | None
    covers: dict[str, list[str]]
    formulas: list[MethodFormula]


class ParameterCandidate(BaseModel):
    """A series in which a value is looked for."""

    series: str
    match: str


class MethodParameter(BaseModel):
    """An input that may be reported; `override` is yes, with_evidence or no."""

    name: str
    units: list[str]
    override: str
    evidence: list[str]
    prepared_from: list[str]
    equation: str | None
    candidates: list[ParameterCandidate]


class Choices(BaseModel):
    """What an activity of this kind may name, as far as rules and reference data know it."""

    material: list[str] = []
    process: list[str] = []
    technology: list[str] = []
    treatment: list[str] = []


class MethodActivity(BaseModel):
    """A kind of activity under a method.

    A kind with `same_product` joins lines that the carbon method of the case takes, and adds the pollutants of the same
    product; lines of the kinds named there would count them again. `contains` names kinds whose pollutants its own may
    hold already. `names` says by which words of a line (technology, process or material) a placeholder of `candidates`
    is filled; `*` is any line, `{material}` the material itself.
    """

    kind: str
    label: Bilingual
    quantity: str
    needs_material: bool
    counted_elsewhere: dict[str, str]
    not_counted: list[str]
    excludes: list[str]
    same_product: list[str]
    contains: list[str]
    names: dict[str, dict[str, str]]
    proof: list[str]
    choices: Choices
    by_unit: bool
    monthly: bool
    results: list[MethodResult]
    parameters: list[MethodParameter]


class Material(BaseModel):
    """A material that a method names or has values for; a product, an animal or a vehicle has no state and no class."""

    id: str
    name: Bilingual
    state: str | None
    material_class: str | None = Field(alias="class")
    aliases: list[str]


class MethodFigure(BaseModel):
    """A figure of the whole report: its formula, what each input is, and how it is rounded for print."""

    id: str
    label: Bilingual
    by_unit: bool
    places: int
    mode: str
    formula: MethodFormula
    inputs: dict[str, str]


class MethodDetail(MethodSummary):
    """A method completely: kinds, formulas, parameters, materials, rounding."""

    source: str
    rounding: list[MethodRounding]
    activities: list[MethodActivity]
    figures: list[MethodFigure]
    auxiliary: list[str]
    expects: list[str]
    materials: list[Material]


class RulesetSummary(BaseModel):
    """A ruleset version."""

    id: str
    kind: str
    version: str
    title: Bilingual
    valid_from: date | None
    valid_to: date | None


class RulesetList(BaseModel):
    """All rulesets."""

    items: list[RulesetSummary]
    reference_digest: Digest


class DocumentDetail(BaseModel, extra="allow"):
    """A document of reference data as it stands in the library, every choice with its basis."""

    id: str


class CheckSummary(BaseModel):
    """A numbered check: how serious a hit is, and where the rule comes from."""

    id: str
    severity: str
    message: Bilingual
    source: str
    status: str


class CheckList(BaseModel):
    """All automatic checks."""

    items: list[CheckSummary]
    reference_digest: Digest
