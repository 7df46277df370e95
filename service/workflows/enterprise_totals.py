"""The totals of an enterprise and year over all its reports, with what they may be off and what they do not cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from service.calculators.answer import finding_json
from service.calculators.calculation import Calculation, Grounds, perform
from service.calculators.consolidation import Account, Amount, EnterpriseTotal, add_reports, amounts_of
from service.calculators.overlaps import Part, doubts, refuse_same_time
from service.calculators.replay import unpack
from service.calculators.uncertainty import Source, factor_source
from service.factors import Factor
from service.findings import Finding, Severity
from service.records import Principal, ReportTotal, ReportVersion, VersionState
from service.reference import Library
from service.requests.reports import read_report
from service.storage.report_parts import factor_set_by_id, totals_of_many
from service.storage.session import Store
from service.workflows.counted_versions import Chosen, TotalsQuery, choose
from service.workflows.directory import enterprise, visible_region
from service.workflows.intake import submission_of
from service.workflows.library import edition_document
from service.workflows.read import version_json
from service.workflows.submit import total_rows
from service.workflows.totals_json import basis_json, sets_differ, too_rough, totals_json

Json = dict[str, Any]

#: The document that holds the half-widths of inputs.
WIDTHS = "uncertainty.yaml"


@dataclass(frozen=True, slots=True)
class Counted:
    """A version that counts, computed again, with its totals as they are stored.

    `dated` says that the half-widths are those of the library that the report was lodged under.
    """

    version: ReportVersion
    state: VersionState
    calculation: Calculation
    stored: Sequence[ReportTotal]
    dated: bool

    @property
    def part(self) -> Part:
        """Return what the search for double counting looks at."""
        return Part(self.version.report_id, self.version.permit_code, self.calculation.submission)

    @property
    def agrees(self) -> bool:
        """Say whether the totals come out again as they are stored."""
        return set(self.stored) == set(total_rows(self.calculation))


def enterprise_totals(store: Store, library: Library, principal: Principal, query: TotalsQuery) -> Json:
    """Return the totals of an enterprise and year, as far as the caller may see its sites.

    Raises `NotFound` where the caller may see none of them, `Conflict` where two reports of a site cover one month.
    """
    about = enterprise(store, principal, query.credit_code)
    region = visible_region(principal, None)
    chosen = choose(store, query, region)
    counted = replayed(store, library, chosen)
    parts = [one.part for one in counted]
    refuse_same_time(parts)
    sums, widths = added_up(counted), library.documents[WIDTHS]
    doubted = [*doubts(parts), *disagreeing(counted), *sets_differ(sums), *too_rough(sums, widths)]
    return {
        "enterprise": about,
        "year": query.year,
        "region": region or None,
        "counting": query.counting.value,
        "reports": [version_json(one.version, one.state) | {"replayed": one.agrees} for one in counted],
        **totals_json(sums, widths, query.contributors, factors_of(counted)),
        "uncertainty": basis_json(widths),
        "findings": [finding_json(found) for found in doubted],
        "not_covered": [finding_json(gap) for gap in chosen.gaps],
        "reference_digest": library.digest,
    }


def replayed(store: Store, library: Library, chosen: Chosen) -> list[Counted]:
    """Compute the versions again, each from its own stored grounds; equal grounds are unpacked once."""
    with store.read() as session:
        stored = totals_of_many(session, [version.seq for version, _ in chosen.versions])
    known: dict[tuple[str, str], tuple[Grounds, bool]] = {}
    found = []
    for version, state in chosen.versions:
        key = (version.factor_set_id, version.reference_digest)
        if key not in known:
            known[key] = grounds_of(store, library, version)
        grounds, dated = known[key]
        calculation = perform(submission_of(read_report(version.body), library), library, grounds)
        found.append(Counted(version, state, calculation, stored.get(version.seq, ()), dated))
    return found


def grounds_of(store: Store, library: Library, version: ReportVersion) -> tuple[Grounds, bool]:
    """Return the stored grounds of a version with half-widths, and whether those are the ones of its own library.

    A report that asked for uncertainty carries them; for any other they stand in the edition that it was lodged under.
    """
    with store.read() as session:
        packed = factor_set_by_id(session, version.factor_set_id)
    if packed is None:
        raise AssertionError("a version has a stored factor set")
    grounds = unpack(packed.content)
    if grounds.uncertainty:
        return grounds, True
    dated = edition_document(store, library, version.reference_digest, WIDTHS)
    return replace(grounds, uncertainty=dated or library.documents[WIDTHS]), dated is not None


def added_up(counted: Sequence[Counted]) -> list[EnterpriseTotal]:
    """Add up all accounts: over all scopes and beside them as they are stored, by scope as they are computed again."""
    amounts: list[tuple[Account, Amount]] = []
    for one in counted:
        totals = one.calculation.totals
        whole = (*totals.overall, *totals.beside)
        amounts += amounts_of(one.version.report_id, one.calculation, whole, stored_masses(one))
        by_scope = [Fraction(total.quanta, total.per_tonne) for total in totals.by_scope]
        amounts += amounts_of(one.version.report_id, one.calculation, totals.by_scope, by_scope)
    return add_reports(amounts)


def stored_masses(one: Counted) -> list[Fraction]:
    """Return the stored masses of a report's totals in t, in the order in which they are computed."""
    totals = (*one.calculation.totals.overall, *one.calculation.totals.beside)
    stored = {key_of(row): row.quanta for row in one.stored}
    rows = total_rows(one.calculation)
    return [Fraction(stored.get(key_of(r), t.quanta), t.per_tonne) for t, r in zip(totals, rows, strict=True)]


def key_of(row: ReportTotal) -> tuple[str | None, ...]:
    """Return what makes a stored total the one that was computed again."""
    return (row.account, row.substance, row.basis, row.gwp, row.quantum)


def factors_of(counted: Sequence[Counted]) -> dict[Source, Factor]:
    """Return the factors of all reports by the source that each of them is."""
    return {factor_source(factor): factor for one in counted for factor in one.calculation.factors}


def disagreeing(counted: Sequence[Counted]) -> list[Finding]:
    """Return which reports do not come out again as stored, or have half-widths of another library than their own."""
    return [
        Finding(code, Severity.NEEDS_EXPLANATION, f"/reports/{one.version.report_id}")
        for one in counted
        for code, wrong in (("totals.replay_differs", not one.agrees), ("totals.widths_of_today", not one.dated))
        if wrong
    ]
