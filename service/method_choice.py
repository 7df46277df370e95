"""What the choice of methods leaves open: methods that would have served as well, and subjects that no method covers.

A method of pollutants may be in force from a later year than the guide of carbon; its lines then give no pollutant,
and the answer has to say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.accounting import STANDINGS, SUBJECTS, AccountingMethod, KindRule, Methods


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What a case's choice of methods left open.

    `tied` are the carbon methods that fit the sector as closely as the chosen one; `untaken` says for a kind of
    activity and a subject which methods would take it in other years, and `on_request` which may be asked for now.
    """

    tied: tuple[str, ...] = ()
    untaken: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    on_request: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The methods of a case and what they were chosen by."""

    methods: Sequence[AccountingMethod]
    sector: str
    year: int
    ets_listed: bool | None
    requested: str | None


def left_open(chosen: Chosen, known: Methods) -> LeftOpen:
    """Return what the choice leaves open."""
    subjects = {subject: untaken_kinds(subject, chosen, known) for subject in SUBJECTS[1:]}
    untaken: dict[str, dict[str, str]] = {}
    for subject, kinds in subjects.items():
        for kind, methods in kinds.items():
            untaken.setdefault(kind, {})[subject] = methods
    on_request = {
        subject: other for subject, kinds in subjects.items() if kinds and (other := asked(subject, chosen, known))
    }
    return LeftOpen(tied(chosen, known), untaken, on_request)


def tied(chosen: Chosen, known: Methods) -> tuple[str, ...]:
    """Return the carbon methods between which only their order decided; none where the caller asked for one."""
    method, sector = chosen.methods[0], chosen.sector
    fit = method.specificity(sector)
    if chosen.requested == method.id or fit is None or "*" in method.sectors:
        return ()
    fitting = known.in_force(method.accounts, sector, chosen.year, chosen.ets_listed)
    return tuple(m.id for m in fitting if m is not method and m.specificity(sector) == fit)


def untaken_kinds(subject: str, chosen: Chosen, known: Methods) -> Mapping[str, str]:
    """Return the kinds that methods of the subject take in other years only: kind -> those methods with their years."""
    present = [method for method in chosen.methods if method.accounts == subject]
    taken = {kind for method in present for kind in method.kinds}
    found: dict[str, list[str]] = {}
    for method in known.methods:
        competes = method.accounts == subject and method.stands in STANDINGS[:2]
        if competes and method.specificity(chosen.sector) is not None and not method.governs_year(chosen.year):
            for kind in (rule.kind for rule in method.kinds.values() if takes_any(rule) and rule.kind not in taken):
                found.setdefault(kind, []).append(method.name_with_years)
    return {kind: ", ".join(methods) for kind, methods in found.items()}


def takes_any(rule: KindRule) -> bool:
    """Say whether a kind has a figure for lines of whatever material."""
    return any(not result.materials and not result.processes for result in rule.results)


def asked(subject: str, chosen: Chosen, known: Methods) -> str:
    """Return the methods of a subject that govern the case when they are asked for by their id."""
    waiting = known.in_force(subject, chosen.sector, chosen.year, None, *STANDINGS[2:])
    return ", ".join(method.id for method in waiting if method not in chosen.methods)
