"""How differences of the library are printed: one line a number, one line a total that would change."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def say(text: str) -> None:
    """Print one line of a result."""
    sys.stdout.write(text + "\n")


def print_preview(seen: Json) -> None:
    """Print what a proposal would change, or the rows that are refused."""
    for refusal in seen["refused"]:
        say(f"refused 拒绝  line {refusal['line']}  {refusal['code']}  {refusal['detail']}  {refusal['message']['zh']}")
    if seen["to"] is not None:
        print_diff(seen)


def print_diff(found: Json) -> None:
    """Print every number that moved and every stored report that would."""
    say(f"{found['from'][:12]} → {found['to'][:12]}")
    for change in found["changes"]:
        say(change_line(change))
    for file in found["files"]:
        say(f"file 文件  {file}")
    impact = found["impact"]
    cut = "" if impact["complete"] else " (not all 未全部计算)"
    say(f"reports 报告: {len(impact['reports'])} of {impact['checked']}{cut}")
    for report in impact["reports"]:
        print_report(report)


def change_line(change: Json) -> str:
    """One number that differs."""
    before, after = (number(change[side]) for side in ("before", "after"))
    held = number(change["replaces"]) if change["replaces"] else before
    entry = change["after"] or change["before"]
    cells = f"  {', '.join(change['cells'])}" if change["cells"] else ""
    return f"{change['movement']}  {change['series']}  {entry['valid_from']}  {held} → {after}  {entry['id']}{cells}"


def number(entry: Json | None) -> str:
    """A number with its unit, a dash where there is none."""
    return "-" if entry is None else f"{entry['value'] or 'end'} {entry['unit']}"


def print_report(report: Json) -> None:
    """Print what would become of a stored report."""
    factors = f"{', '.join(report['factors']['before'])} → {', '.join(report['factors']['after'])}"
    say(f"  {report['report_id']} v{report['version']}  {report['enterprise']}  {report['period']}  {factors}")
    for total in report["totals"]:
        before, after = (mass(total[side]) for side in ("before", "after"))
        say(f"    {total['substance']}  {before} → {after}")
    if any(report["error"].values()):
        say(f"    error 错误  {report['error']['before'] or '-'} → {report['error']['after'] or '-'}")


def mass(quantity: Json | None) -> str:
    """A mass as printed, a dash where there is none."""
    return "-" if quantity is None else f"{quantity['value']} {quantity['unit']}"
