"""The demo for a reader: figures beside the published ones, what the checks caught, and each place with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from service.demo.plant import Json

#: Reasons shown in a row; the JSON output has all of them.
REASONS_SHOWN = 2
FILE_WIDTH = 170


def show(shown: Json) -> None:
    """Print everything; real and synthetic rankings stand apart."""
    # Into a file or a pipe a table gets the width that it needs; in a terminal, the terminal's.
    terminal = Console()
    console = terminal if terminal.is_terminal else Console(width=FILE_WIDTH)
    console.print(_records(shown["records"]))
    console.print(_caught(shown["caught"]))
    for synthetic, title in ((False, "Published enterprise-years 公开数据"), (True, "Synthetic cohort 合成数据")):
        console.rule(title)
        for group in shown["rankings"]:
            if group["synthetic"] is synthetic:
                console.print(_ranking(group))


def _records(rows: Sequence[Json]) -> Table:
    table = Table("record", "figure", "published", "computed", "difference", "verdict", "factor", title="Records 复算")
    for row in rows:
        percent = row.get("difference_percent")
        table.add_row(
            row["id"],
            row["quantity"],
            _amount(row["published"]),
            _amount(row["computed"]),
            f"{percent} %" if percent is not None else "-",
            row["verdict"],
            row["factor"],
        )
    return table


def _amount(quantity: Json | None) -> str:
    return f"{quantity['value']} {quantity['unit']}" if quantity else "-"


def _caught(found: Sequence[Json]) -> Table:
    table = Table("record", "check", "message", title="Caught on the way in 校验发现")
    for one in found:
        table.add_row(one["id"], one["check"], one["message"])
    return table


def _ranking(group: Json) -> Table:
    query = group["query"]
    title = f"{query['year']} {query['region']} {query['sector']} ({query['ruleset']})"
    table = Table(
        "place", "enterprise", "class", "index", "conservative", "carbon", "pollutants", "reason", title=title
    )
    for item in group["items"]:
        table.add_row(
            str(item["rank"]),
            item["label"],
            _word(item["class"]),
            str(item["index"]),
            str(item["conservative_index"]),
            str(item["carbon"]["value"]),
            str(item["pollutant"]["value"]),
            _reasons(item["reasons"]),
        )
    for entry in group["unranked"]:
        table.add_row("-", entry["label"], _word(entry["class"]), "-", "-", "-", "-", _reasons(entry["reason"]))
    return table


def _word(word: Json | str) -> str:
    return word if isinstance(word, str) else f"{word.get('zh', '')}"


def _reasons(reasons: Sequence[Json]) -> str:
    more = len(reasons) - REASONS_SHOWN
    texts = [reason["zh"] for reason in reasons[:REASONS_SHOWN]]
    return "; ".join(texts) + (f" (+{more})" if more > 0 else "")
