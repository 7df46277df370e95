"""The figures of the rankings for a reader: milliseconds first, the ratio beside them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.benchmarks.rankings import Size


def show_rankings(sizes: Sequence[Size]) -> None:
    console = Console()
    for size in sizes:
        console.print(pages_table(size))
        console.print(http_table(size))
        console.print(rebuild_table(size))


def ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.1f}"


def pages_table(size: Size) -> Table:
    heads = ("page", "from row", "rows", "p50 ms", "key read", "ratio", "p99 ms", "key read", "ratio")
    table = Table(*heads, title=f"pages of {size.enterprise_years:,} enterprise-years, in the database")
    for cell in size.pages:
        middle = f"{cell.p50:.2f}", f"{cell.key_p50:.2f}", ratio(cell.p50, cell.key_p50)
        tail = f"{cell.p99:.2f}", f"{cell.key_p99:.2f}", ratio(cell.p99, cell.key_p99)
        table.add_row(cell.case, str(cell.first_row), str(cell.rows), *middle, *tail)
    return table


def http_table(size: Size) -> Table:
    heads = ("answer", "bytes", "p50 ms", "first", "bare", "ratios", "p99 ms", "first", "bare", "ratios")
    table = Table(*heads, title=f"pages of {size.enterprise_years:,} enterprise-years, over HTTP")
    for cell in size.http:
        middle = beside_bare(cell.p50, cell.first_p50, cell.bare_p50)
        tail = beside_bare(cell.p99, cell.first_p99, cell.bare_p99)
        table.add_row(cell.case, str(cell.answer_bytes), *middle, *tail)
    return table


def beside_bare(*seen: float) -> tuple[str, ...]:
    """Milliseconds, those of the bare endpoint last, and how many times it each of the others takes."""
    return *(f"{each:.2f}" for each in seen), " ".join(ratio(each, seen[-1]) for each in seen[:-1])


def rebuild_table(size: Size) -> Table:
    rebuilt = size.rebuild
    table = Table("all ranks of a year", "seconds", "ratio", title=f"rebuilding {rebuilt.rows:,} ranked rows")
    table.add_row("product, stored and committed", f"{rebuilt.product.median:.2f}", "1.0")
    for name, spread in (
        ("DuckDB, the same answer", rebuilt.duckdb_same_answer),
        ("DuckDB, ranks alone", rebuilt.duckdb_bare_rank),
    ):
        table.add_row(name, f"{spread.median:.2f}", ratio(rebuilt.product.median, spread.median))
    return table
