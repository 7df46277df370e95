"""Which stored reports a change of the library would change: each body is calculated with both, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.access import sees
from service.calculators.answer import total_json
from service.calculators.calculation import Calculation, perform
from service.errors import NearZeroError
from service.records import Principal, ReportVersion
from service.reference import Library
from service.reference.changes import Difference
from service.requests.reports import read_report
from service.storage.reports import list_reports
from service.storage.session import Store
from service.workflows.intake import submission_of

Json = dict[str, Any]
#: How many reports an answer over HTTP calculates again; the command line takes them all.
MOST = 500
_PAGE = 100


def silent(_: int) -> None:
    """Say nothing of how far it is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is calculated: `most` reports, of what `principal` may see (all without one); `tell` hears how far."""

    most: int | None = MOST
    principal: Principal | None = None
    tell: Callable[[int], None] = field(default=silent)

    def holds(self, row: ReportVersion) -> bool:
        """Say whether a report is within the caller's sight."""
        return self.principal is None or sees(self.principal, row.credit_code, row.region)


def impact(store: Store, difference: Difference, scope: Scope) -> Json:
    """Return the latest versions whose look-ups or totals differ between two libraries, with both totals.

    `checked` says how many were calculated; `complete` is false where there were more than `scope.most`.
    """
    found: list[Json] = []
    checked = 0
    for row in touched(store, difference, scope):
        if checked == scope.most:
            return {"checked": checked, "complete": False, "reports": found}
        checked += 1
        scope.tell(checked)
        if (compared := comparison(row, difference)) is not None:
            found.append(compared)
    return {"checked": checked, "complete": True, "reports": found}


def touched(store: Store, difference: Difference, scope: Scope) -> Iterator[ReportVersion]:
    """Yield the latest version of each report of a year in which some look-up can give something else."""
    if not difference.changes and not difference.files:
        return
    years: dict[int, bool] = {}
    for row in latest(store):
        if row.year not in years:
            years[row.year] = difference.touches(row.year)
        if years[row.year] and scope.holds(row):
            yield row


def latest(store: Store) -> Iterator[ReportVersion]:
    """Yield the latest version of every report, by report id; no transaction is held between the pages."""
    after = ""
    while True:
        with store.read() as session:
            page = list_reports(session, after=after, limit=_PAGE)
        yield from (row for row, _ in page)
        if len(page) < _PAGE:
            return
        after = page[-1][0].report_id


def comparison(row: ReportVersion, difference: Difference) -> Json | None:
    """Return how a report comes out under both libraries; None where nothing differs."""
    before, after = Outcome.of(row, difference.before), Outcome.of(row, difference.after)
    if before == after:
        return None
    return {
        "report_id": row.report_id,
        "version": row.version,
        "enterprise": row.credit_code,
        "region": row.region,
        "period": row.period,
        "reference_digest": row.reference_digest,
        "factors": {
            "before": sorted({name for name, _ in before.factors - after.factors}),
            "after": sorted({name for name, _ in after.factors - before.factors}),
        },
        "totals": list(moved_totals(before, after)),
        "error": {"before": before.error, "after": after.error},
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a library makes of a body: the factors used with their matches, the totals, or the code of the refusal."""

    factors: frozenset[tuple[str, str]] = frozenset()
    totals: Mapping[tuple[str, ...], Mapping[str, str]] = field(default_factory=dict)
    error: str | None = None

    @classmethod
    def of(cls, row: ReportVersion, library: Library) -> Outcome:
        """Calculate a stored body with a library."""
        try:
            calculation = perform(submission_of(read_report(row.body), library), library)
        except NearZeroError as error:
            return cls(error=error.faults[0].code)
        used = frozenset((factor.id, factor.match.value) for factor in calculation.factors)
        return cls(used, totals(calculation))


def totals(calculation: Calculation) -> Mapping[tuple[str, ...], Mapping[str, str]]:
    """Return the mass of each total by what names it."""
    found = [total_json(total, calculation.method) for total in calculation.totals.overall]
    return {tuple(str(total.get(part, "")) for part in NAMING): total["mass"] for total in found}


NAMING = ("substance", "gwp", "scope", "account")


def moved_totals(before: Outcome, after: Outcome) -> Iterator[Json]:
    """Yield each total that differs; one of the masses is null where there is none."""
    for name in sorted(before.totals.keys() | after.totals.keys()):
        masses = {"before": before.totals.get(name), "after": after.totals.get(name)}
        if masses["before"] != masses["after"]:
            yield {part: text for part, text in zip(NAMING, name, strict=True) if text} | masses
