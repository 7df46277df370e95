"""`nearzero totals`: an enterprise's year added up over its reports, with its uncertainty."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from service.cli.opening import opened_store
from service.cli.output import JsonFlag, print_json, progress, speaks_english
from service.cli.reference import Key
from service.reference import load_library
from service.settings import Settings
from service.workflows.counted_versions import Counting, TotalsQuery
from service.workflows.enterprise_totals import enterprise_totals
from service.workflows.keys import principal_of
from service.workflows.library import current

Json = Mapping[str, Any]
DEFAULTS = TotalsQuery("", 0)


def totals(
    credit_code: Annotated[str, typer.Argument(help="统一社会信用代码")],
    year: Annotated[int, typer.Option(help="Reporting year 报告年度")],
    counting: Annotated[Counting, typer.Option(help="Which versions count 计入的版本")] = DEFAULTS.counting,
    contributors: Annotated[int, typer.Option(min=0, help="Contributors shown 贡献项数")] = DEFAULTS.contributors,
    key: Key = "",
    as_json: JsonFlag = False,
) -> None:
    """Add up an enterprise's year over all its reports, with its uncertainty 企业年度合计与不确定度."""
    with opened_store(Settings()) as store:
        library = current(store, load_library())[1]
        query = TotalsQuery(credit_code, year, counting, contributors)
        found = enterprise_totals(store, library, principal_of(store, key), query)
    if as_json:
        print_json(found)
    else:
        print_totals(found)


def print_totals(found: Json) -> None:
    """Print one line a sum with its largest contributors below; what is doubtful or missing goes to stderr."""
    for part in ("totals", "totals_by_scope", "totals_beside"):
        for total in found[part]:
            sys.stdout.write(total_line(total) + "\n")
            for contributor in total["contributors"] if part == "totals" else ():
                sys.stdout.write("    " + contributor_line(contributor) + "\n")
    for finding in (*found["findings"], *found["not_covered"]):
        text = finding["message"]["en" if speaks_english() else "zh"]
        progress(f"{finding['pointer'] or '/'}  {finding['code']}  {text}")


def total_line(total: Json) -> str:
    """One sum: what and where, the mass, the relative half-width and the interval."""
    about = (total["substance"], total["gwp"], total["medium"], scope_text(total["scope"]), total["account"])
    wide = f"± {total['uncertainty']['value']} %" if total["uncertainty"] else "± -"
    ends = " – ".join(total["interval"][end]["value"] for end in ("lower", "upper"))
    return f"{' '.join(part for part in about if part)}  {total['mass']['value']} t  {wide}  [{ends}] t"


def scope_text(scope: int | None) -> str | None:
    """The scope of a sum, None over all scopes."""
    return f"scope {scope}" if scope else None


def contributor_line(contributor: Json) -> str:
    """One source of error with its share of the variance and the number of reports that share it."""
    name = " ".join(part for part in (contributor["kind"], contributor["id"], contributor["parameter"]) if part)
    return f"{contributor['share']['value']} %  {name}  ({len(contributor['reports'])})"
