"""The totals of an enterprise as plain JSON values, and what is to be said about their uncertainty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from service.calculators.answer import in_both_languages
from service.calculators.consolidation import Contributor, EnterpriseTotal
from service.calculators.rounding import exact_text
from service.calculators.totals import CO2E
from service.calculators.uncertainty import SHOWN_PLACES, Source, share
from service.factors import Factor
from service.findings import Finding, Severity

Json = dict[str, Any]
Document = Mapping[str, Any]


def totals_json(
    sums: Sequence[EnterpriseTotal], document: Document, most: int, factors: Mapping[Source, Factor]
) -> Json:
    """Return the sums over all scopes, by scope, and the accounts beside them."""
    shown = [(total.account, total_json(total, document, most, factors)) for total in sums]
    return {
        "totals": [found for account, found in shown if not account.account and account.scope is None],
        "totals_by_scope": [found for account, found in shown if account.scope is not None],
        "totals_beside": [found for account, found in shown if account.account],
    }


def total_json(total: EnterpriseTotal, document: Document, most: int, factors: Mapping[Source, Factor]) -> Json:
    """Return one sum with its uncertainty and where that comes from."""
    account, wide = total.account, relative(total)
    lower, upper = total.interval()
    return {
        "substance": account.substance,
        "medium": account.medium,
        "gwp": account.gwp,
        "scope": account.scope,
        "account": account.account or None,
        "mass": tonnes(exact_text(total.mass)),
        "standard_uncertainty": percentage(wide / coverage_factor(document)) if wide is not None else None,
        "uncertainty": percentage(wide) if wide is not None else None,
        "interval": {"lower": tonnes(lower), "upper": tonnes(upper)},
        "bases": sorted({basis for amount in total.amounts for basis in amount.bases}),
        "reports": [
            {
                "report_id": amount.report,
                "mass": tonnes(exact_text(amount.mass)),
                "share": percentage(total.by_report.get(amount.report, 0.0)),
            }
            for amount in total.amounts
        ],
        "tiers": [
            {"tier": tier, "label": tier_label(tier, document), "share": percentage(part)}
            for tier, part in sorted(total.by_tier.items(), key=lambda item: (-item[1], item[0]))
        ],
        "contributors": [contributor_json(found, total, factors) for found in total.contributors(most)],
    }


def contributor_json(found: Contributor, total: EnterpriseTotal, factors: Mapping[Source, Factor]) -> Json:
    """Return a factor, meter, laboratory report, activity or parameter with its share of the variance."""
    source = found.source
    factor = factors.get(source)
    return {
        "kind": source.kind,
        "id": source.id,
        "parameter": source.item if factor is None and source.item else None,
        "factor": factor_json(factor) if factor is not None else None,
        "tiers": list(found.tiers),
        "reports": list(found.reports),
        "uncertainty": percentage(abs(found.part) / abs(float(total.mass))) if total.mass else None,
        "share": percentage(found.share),
    }


def factor_json(factor: Factor) -> Json:
    """Return the version of a factor: its value as printed, since when it holds, where it stands."""
    return {
        "name": {"zh": factor.name_zh, "en": factor.name_en},
        "value": {"value": factor.text, "unit": factor.unit.code},
        "valid_from": factor.valid_from.isoformat(),
        "source": factor.source,
        "clause": factor.clause,
        "status": factor.status,
    }


def relative(total: EnterpriseTotal) -> float | None:
    """Return the half-width as a share of the sum, None where that is nothing."""
    return total.spread.half_width / abs(float(total.mass)) if total.mass else None


def coverage_factor(document: Document) -> float:
    """Return how many standard deviations a half-width is."""
    return float(document["coverage_factor"]["value"])


def tonnes(text: str) -> Json:
    """Return a mass."""
    return {"value": text, "unit": "t"}


def percentage(part: float) -> Json:
    """Return a share in percent, as finely as an uncertainty is known."""
    return {"value": exact_text(Fraction(part) * 100, SHOWN_PLACES), "unit": "%"}


def tier_label(tier: str, document: Document) -> Json:
    """Return what a tier of evidence is called."""
    entry: Any = document
    for name in tier.split("."):
        entry = entry[name]
    return in_both_languages(entry["label"])


def basis_json(document: Document) -> Json:
    """Say what the uncertainties are and where those that nobody stated come from."""
    stated = {name: document[name] for name in ("coverage", "source", "status")}
    return stated | {"coverage_factor": document["coverage_factor"]["value"]}


def sets_differ(sums: Sequence[EnterpriseTotal]) -> Iterator[Finding]:
    """Say that the reports convert to CO2e by several sets of potentials, whose sums stand apart."""
    sets = sorted({total.account.gwp or "" for total in sums if total.account.substance == CO2E})
    if len(sets) > 1:
        yield Finding("totals.potentials_differ", Severity.NEEDS_EXPLANATION, "/totals", {"sets": ", ".join(sets)})


def too_rough(sums: Sequence[EnterpriseTotal], document: Document) -> Iterator[Finding]:
    """Say which sums over all scopes are so uncertain that propagation of first order is too rough for them."""
    limit = share(document["first_order_limit"])
    for total in sums:
        account, wide = total.account, relative(total)
        counts = not account.account and account.scope is None
        if counts and wide is not None and wide / coverage_factor(document) > limit:
            params = {"substance": account.substance, "medium": account.medium}
            params |= {"limit": document["first_order_limit"]["value"]}
            yield Finding("totals.first_order_rough", Severity.INFO, "/totals", params)
