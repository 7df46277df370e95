"""The figures for a reader: absolute rates first, the ratio beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from tests.benchmarks.reports import Cell
from tests.benchmarks.spread import Spread


def span(spread: Spread) -> str:
    return f"{spread.median:,.1f} ({spread.least:,.1f} to {spread.most:,.1f})"


def reports_table(cells: Sequence[Cell]) -> Table:
    table = Table("store", "contestant", "reports/s", "p50 ms", "p99 ms", "reports", "ratio", title="100-line report")
    rival = {cell.store: cell.rate.median for cell in cells if cell.contestant == "rival"}
    for cell in sorted(cells, key=lambda one: (one.store, one.contestant)):
        ratio = f"{cell.rate.median / rival[cell.store]:.1f}" if rival.get(cell.store) else "-"
        times = (f"{cell.p50.median:,.1f}", f"{cell.p99.median:,.1f}")
        table.add_row(cell.store, cell.contestant, span(cell.rate), *times, str(cell.reports), ratio)
    return table


def rates_table(title: str, rates: Mapping[str, Spread], against: str) -> Table:
    table = Table("what", "per second", f"times {against}", title=title)
    for name, spread in rates.items():
        table.add_row(name, span(spread), f"{spread.median / rates[against].median:,.2f}")
    return table


def show(cells: Sequence[Cell], quantities: Mapping[str, Spread], formulas: Mapping[str, Spread]) -> None:
    console = Console()
    console.print(reports_table(cells))
    console.print(rates_table("quantities read", quantities, "pint"))
    console.print(rates_table("combustion formula, a million rows", formulas, "pint per row"))
    console.print(rates_table("combustion formula, a million rows", formulas, "bare multiply"))
