"""What may be asked of the numbers of the library: the same words for lists, benchmarks, limits and exports."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from service.api.paging import PageQuery, Query
from service.reference.search import Filters


def word(description: str, *examples: str, longest: int = 120) -> Any:
    """The description of a text to look for."""
    return Field(max_length=longest, description=description, examples=list(examples))


class NumberFilters(Query):
    """Which numbers are looked for: all that is asked must hold, and a value that is unknown is refused."""

    text: Annotated[
        str | None,
        word(
            "Words in Chinese or English, split at spaces; each must occur in id, series, name, alias, code or source. "
            "关键词，空格分隔，须全部出现",
            "烟煤 热值",
            "bituminous",
        ),
    ] = None
    series: Annotated[str | None, word("A series, or the beginning of several. 序列或其前段", "grid.avg")] = None
    level: Annotated[str | None, word("What it means as a level. 水平类别", "baseline", "benchmark")] = None
    table: Annotated[str | None, word("A table of the library. 数据表", "energy/grid.csv")] = None
    sector: Annotated[
        str | None,
        word(
            "GB/T 4754 code: what is stated for it, below it and above it. 行业代码，含下级与上级",
            "44",
            "4411",
            longest=4,
        ),
    ] = None
    process: Annotated[str | None, word("A process, as the document names it. 工艺", "电力生产")] = None
    material: Annotated[
        str | None, word("A fuel or material by id, name or alias. 燃料或物料", "bituminous", "烟煤")
    ] = None
    substance: Annotated[str | None, word("A substance by id, name or CAS number. 物质", "SO2", "二氧化硫")] = None
    region: Annotated[
        str | None,
        word(
            "GB/T 2260 code or name and all below it; CN for national values; a grid area. 区划及其下级、CN、电网区域",
            "14",
            "山西省",
            "north",
        ),
    ] = None
    technology: Annotated[str | None, word("A technology or treatment. 技术或治理措施", "scr")] = None
    trust: Annotated[str | None, word("Exactly this trust. 可信等级", "primary")] = None
    status: Annotated[str | None, word("Exactly this status word. 核实状态", "found")] = None
    source: Annotated[str | None, word("Key of a document of the bibliography. 来源", "gb-13223-2011")] = None
    day: Annotated[date | None, Field(description="In force on this day. 该日有效", examples=["2024-12-31"])] = None

    def wanted(self, kind: str | None = None) -> Filters:
        """The question as the index takes it."""
        return Filters(kind=kind, **{name: getattr(self, name) for name in NumberFilters.model_fields})


class NumberQuery(NumberFilters, PageQuery):
    """A page of numbers of one kind."""


class KindFilters(NumberFilters):
    """The numbers of all kinds."""

    kind: Annotated[str | None, word("Kind of number. 数值类别", "factors", "limits", "levels")] = None

    def wanted(self, kind: str | None = None) -> Filters:
        """The question as the index takes it."""
        return super().wanted(kind or self.kind)


class FactorQuery(KindFilters, PageQuery):
    """A page of numbers of any kind."""


class ComparisonQuery(Query):
    """Two numbers of the library, by id."""

    earlier: Annotated[str, Field(alias="from", max_length=200, description="Id of the earlier number. 前一数值编号")]
    later: Annotated[str, Field(alias="to", max_length=200, description="Id of the later number. 后一数值编号")]
