"""`python -m tests.benchmarks [--json] [--only reports|rankings] ...`: everything, or one part, in one run."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from typing import Any

from tests.benchmarks import codes, formulas, quantities, rankings, reports
from tests.benchmarks.printing import show
from tests.benchmarks.product_server import serve_product
from tests.benchmarks.ranking_printing import show_rankings
from tests.benchmarks.rival_server import serve_rival

CONTESTANTS: dict[str, reports.Serve] = {"rival": serve_rival, "product": serve_product}
#: Enough sites that a fast contestant does not run out of reports to post.
ENTERPRISES = 4


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--repeats", type=int, default=3, help="interleaved repeats of each cell")
    parser.add_argument("--seconds", type=float, default=6.0, help="measured seconds of each cell, after the warm-up")
    parser.add_argument("--stores", default="sqlite,postgresql", help="which databases")
    parser.add_argument("--only", choices=("reports", "rankings"), help="leave the other part out")
    parser.add_argument("--rows", default="10000,100000,1000000", help="enterprise-years of the rankings")
    return parser.parse_args()


def measure(chosen: argparse.Namespace) -> dict[str, Any]:
    """Measure everything; quantities and formulas come first, while nothing else runs."""
    read, computed = quantities.measure(chosen.repeats), formulas.measure(chosen.repeats)
    names = chosen.stores.split(",")
    cells = reports.measure(CONTESTANTS, names, codes.targets(ENTERPRISES), chosen.repeats, chosen.seconds)
    return {"reports": cells, "quantities": read, "formulas": computed}


def ranked(chosen: argparse.Namespace) -> list[rankings.Size]:
    return rankings.measure([int(rows) for rows in chosen.rows.split(",")])


def as_json(measured: dict[str, Any]) -> dict[str, Any]:
    rates = {(cell.store, cell.contestant): cell.rate.median for cell in measured["reports"]}
    stores = sorted({store for store, _ in rates})
    return {
        "machine": {"python": platform.python_version(), "processors": os.cpu_count()},
        "reports": [asdict(cell) for cell in measured["reports"]],
        "ratios": {store: rates[store, "product"] / rates[store, "rival"] for store in stores},
        "quantities": {name: asdict(spread) for name, spread in measured["quantities"].items()},
        "formulas": {name: asdict(spread) for name, spread in measured["formulas"].items()},
    }


def main() -> None:
    chosen = arguments()
    measured = measure(chosen) if chosen.only != "rankings" else None
    sizes = ranked(chosen) if chosen.only != "reports" else []
    if chosen.json:
        content = (as_json(measured) if measured else {}) | {"rankings": [asdict(size) for size in sizes]}
        json.dump(content, sys.stdout, indent=1)
        sys.stdout.write("\n")
        return
    if measured:
        show(measured["reports"], measured["quantities"], measured["formulas"])
    show_rankings(sizes)


if __name__ == "__main__":
    main()
