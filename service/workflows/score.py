"""Score what has been lodged: one row per enterprise, sector, year and ruleset, kept up with its grounds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

import orjson

from service.access import Action, require
from service.acts import Recognition, Scope
from service.factors import FactorSet
from service.records import Enterprise, Principal, ReportVersion, ScoreRow, VersionState
from service.reference import Library
from service.requests.reports import read_report
from service.scoring.double_near_zero import score
from service.scoring.exact import plain
from service.scoring.figures import figures_of, figures_to_json
from service.scoring.inventory import Inventory
from service.scoring.peers import Peers
from service.scoring.pilot_facts import vetoes_of
from service.scoring.render import score_to_json
from service.scoring.result import Score
from service.scoring.ruleset import Ruleset
from service.scoring.ruleset_reader import find_ruleset
from service.scoring.sampling import processes
from service.storage.changes import Change, LogDraft
from service.storage.enterprises import enterprises_by_code, facility_by_code
from service.storage.recognitions import recognitions, standing
from service.storage.reports import newest_before, standing_versions, versions_at
from service.storage.scores import Of, ScoreQuery, all_scores
from service.storage.session import Store
from service.workflows.boundary import gone
from service.workflows.history import earlier_of
from service.workflows.inventory import inventory_of
from service.workflows.peers import freeze_peers, frozen_peers, require_unfrozen
from service.workflows.rank_rebuild import rebuild_ranks
from service.workflows.read import replay
from service.workflows.unit_figures import Lodged

#: Scores written in one transaction.
CHUNK = 50
#: A place needs a value on the carbon and on the pollutant axis.
BOTH_AXES = 2


@dataclass(frozen=True, slots=True)
class Group:
    """The standing versions of one enterprise and sector in a year, with their states."""

    enterprise: Enterprise
    sector: str
    region: str
    versions: tuple[tuple[ReportVersion, VersionState], ...]

    @property
    def of(self) -> Of:
        """Return whose they are: credit code and sector."""
        return self.enterprise.credit_code, self.sector

    @property
    def grounds(self) -> list[list[str]]:
        """Return what the score rests on: reports, versions and their states."""
        return [[v.report_id, str(v.version), state.value] for v, state in self.versions]


def refresh(
    store: Store, library: Library, principal: Principal, scope: Scope, *, at_most: int | None = None
) -> dict[str, int]:
    """Score the groups of a scope whose standing versions, decisions or reference data have changed.

    Returns how many were scored, how many stood and how many remain beyond `at_most`; when none remains the ranks are
    made anew. Raises `Forbidden` for a role that evaluates nothing, `InvalidInput` for an unknown ruleset.
    """
    require(principal, Action.evaluate)
    ruleset = find_ruleset(library, scope.ruleset)
    known = known_grounds(store, library, ruleset, scope)
    groups = list(groups_beside(store, ruleset, scope))
    stale = [(g, beside) for g, beside in groups if known.get(g.of) != grounds_of(g, beside)]
    taken = stale[:at_most]
    for start in range(0, len(taken), CHUNK):
        rows = tuple(score_row(store, library, ruleset, scope, *each) for each in taken[start : start + CHUNK])
        body = {"ruleset": ruleset.id, "year": scope.year, "scores": len(rows)}
        store.writer.submit(Change(log=(LogDraft("scores.computed", ruleset.id, body),), scores=rows)).result()
    remaining = len(stale) - len(taken)
    if not remaining:
        rebuild_ranks(store, library, scheme_key(ruleset), scope.year)
    return {"scored": len(taken), "unchanged": len(groups) - len(stale), "remaining": remaining}


def known_grounds(store: Store, library: Library, ruleset: Ruleset, scope: Scope) -> Mapping[Of, list[list[str]]]:
    """Return what the stored scores of a scope rest on, by enterprise and sector; those of this library only."""
    rows = (row for row in scores_in(store, scheme_key(ruleset), scope) if row.reference_digest == library.digest)
    return {(row.credit_code, row.sector): orjson.loads(row.detail).get("grounds") for row in rows}


def groups_beside(store: Store, ruleset: Ruleset, scope: Scope) -> Iterator[tuple[Group, Beside]]:
    """Yield the groups of a scope, each with what its score rests on beside the reports."""
    groups, year, today = list(standing_groups(store, scope)), scope.year, store.now().date()
    frozen = {s: frozen_peers(store, scheme_key(ruleset), year, s) for s in {g.sector for g in groups}}
    vetoes = standing_vetoes(store, ruleset, year)
    with store.read() as session:
        earlier = newest_before(session, year=year, region=scope.region)
    for group in groups:
        code = group.enterprise.credit_code
        yield group, Beside(*frozen[group.sector], vetoes.get(code, ()), today, earlier.get(code, 0))


def scheme_key(ruleset: Ruleset) -> str:
    """Return the name under which scores of a ruleset version are stored."""
    return f"{ruleset.id}@{ruleset.version}"


def scores_in(store: Store, key: str, scope: Scope) -> Sequence[ScoreRow]:
    """Return the scores that are stored under the name of a ruleset version, by enterprise and sector."""
    query = ScoreQuery(key, scope.year, scope.region, scope.sector, scope.synthetic)
    with store.read() as session:
        return all_scores(session, query)


def standing_groups(store: Store, scope: Scope, credit_code: str | None = None) -> Iterator[Group]:
    """Yield the standing versions of a scope's year, region and sector, grouped by enterprise and sector; of one
    enterprise where it is named.
    """
    with store.read() as session:
        asked = standing_versions(
            session, year=scope.year, sector=scope.sector, region=scope.region, credit_code=credit_code
        )
        standing = list(asked)
        enterprises = enterprises_by_code(session, {v.credit_code for v, _ in standing})
    standing.sort(key=lambda pair: (pair[0].credit_code, pair[0].sector))
    for (code, in_sector), members in groupby(standing, key=lambda pair: (pair[0].credit_code, pair[0].sector)):
        versions = tuple(members)
        yield Group(enterprises[code], in_sector, versions[0][0].region, versions)


def group_of(store: Store, row: ScoreRow) -> Group:
    """Return the versions that a score rests on."""
    return groups_under(store, [row])[row.credit_code, row.sector]


def groups_under(store: Store, rows: Collection[ScoreRow]) -> Mapping[Of, Group]:
    """Return the versions that scores rest on, in the states in which they were scored."""
    with store.read() as session:
        found = versions_at(session, {report for row in rows for report in row.reports})
        enterprises = enterprises_by_code(session, {row.credit_code for row in rows})
    return {
        (row.credit_code, row.sector): Group(
            enterprises[row.credit_code],
            row.sector,
            row.region,
            tuple((found[report], state) for report, state in zip(row.reports, states_of(row), strict=True)),
        )
        for row in rows
    }


def states_of(row: ScoreRow) -> list[VersionState]:
    """Return the states of the reports under a score, in their order."""
    return [VersionState(state) for *_, state in orjson.loads(row.detail)["grounds"][: len(row.reports)]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a score rests on beside the reports: frozen peers, vetoes found by hand, the day on which they are read, and
    the log number of the newest report of an earlier year.
    """

    peers: Peers
    frozen_at: int
    vetoes: tuple[Recognition, ...]
    today: date
    earlier: int = 0


def standing_vetoes(store: Store, ruleset: Ruleset, year: int) -> Mapping[str, tuple[Recognition, ...]]:
    """Return the standing vetoes of a year by enterprise."""
    with store.read() as session:
        found = standing(recognitions(session, ruleset=ruleset.id, year=year))
    return {code: tuple(r for r in found if r.credit_code == code) for code in {r.credit_code for r in found}}


def grounds_of(group: Group, beside: Beside) -> list[list[str]]:
    """Return what a score rests on: versions with their states, the log entries that froze the peers and that held the
    newest report of an earlier year, findings by hand.

    A finding that begins or expires changes its words here, so that the score is made again.
    """
    found = [[r.criterion, r.outcome.value, str(r.seq), str(r.runs(beside.today))] for r in beside.vetoes]
    return [*group.grounds, [str(beside.frozen_at), str(beside.earlier)], *found]


def score_row(store: Store, library: Library, ruleset: Ruleset, scope: Scope, group: Group, beside: Beside) -> ScoreRow:
    """Score one group from its stored grounds, its frozen peers and the vetoes found by hand."""
    year, region = scope.year, scope.region
    lodged = inventory_of_group(store, library, group, year, ruleset)
    inventory = replace(
        lodged,
        vetoes=vetoes_of(beside.vetoes, ruleset, beside.today),
        judged_on=beside.today,
        left_out=gone(store, library, ruleset, year, [version for version, _ in group.versions], region),
    )
    result = score(inventory, ruleset, anchors(library, ruleset), beside.peers)
    detail = score_to_json(result, ruleset) | {
        "grounds": grounds_of(group, beside),
        "processes": processes(inventory, ruleset, anchors(library, ruleset)),
        "figures": figures_to_json(figures_of(inventory, result)),
        "left_out": [list(place) for place in inventory.left_out],
        "vetoes_found": [veto_json(record) for record in beside.vetoes],
    }
    return row_of(result, group, detail, library.digest, store.now())


def veto_json(record: Recognition) -> dict[str, object]:
    """Return a veto as found, with its evidence and its days."""
    return {
        "veto": record.criterion,
        "outcome": record.outcome.value,
        "evidence": record.evidence,
        "starts": record.starts.isoformat(),
        "expires": record.expires.isoformat() if record.expires else None,
        "region": record.region,
        "sequence": record.seq,
    }


def freeze(
    store: Store, library: Library, principal: Principal, ruleset_id: str, year: int, sector: str
) -> dict[str, int]:
    """Freeze the peers of a sector and year from every accepted report; returns how many groups there are."""
    ruleset = find_ruleset(library, ruleset_id)
    require_unfrozen(store, principal, scheme_key(ruleset), year, sector)
    inventories = [
        inventory_of_group(store, library, group, year, ruleset)
        for group in standing_groups(store, Scope(ruleset_id, year, sector=sector))
    ]
    groups = freeze_peers(store, library, ruleset, scheme_key(ruleset), year, sector, inventories)
    return {"groups": groups}


def anchors(library: Library, ruleset: Ruleset) -> FactorSet:
    """Return the library as far as the ruleset trusts it."""
    return FactorSet(library, ruleset.anchor_trust, ruleset.accept_draft)


def inventory_of_group(store: Store, library: Library, group: Group, year: int, ruleset: Ruleset) -> Inventory:
    """Return the inventory of a group as a ruleset reads it, its reports computed again from their stored grounds."""
    lodged = [lodged_version(store, library, ruleset, version, state) for version, state in group.versions]
    return inventory_of(group.enterprise, group.sector, group.region, year, lodged, ruleset)


def lodged_version(
    store: Store, library: Library, ruleset: Ruleset, version: ReportVersion, state: VersionState
) -> Lodged:
    """Return a standing version with its figures, computed again, and with what stood before it."""
    with store.read() as session:
        facility = facility_by_code(session, version.permit_code)
    if facility is None:
        raise AssertionError("a report has a registered site")
    accepted = state is VersionState.accepted
    earlier = earlier_of(store, ruleset, version)
    return Lodged(read_report(version.body), replay(store, library, version), facility, accepted, earlier)


def row_of(result: Score, group: Group, detail: Mapping[str, object], digest: str, at: datetime) -> ScoreRow:
    """Return a score as it is stored; its detail is the whole explanation."""
    axes = [axis.value.conservative for axis in (result.carbon, result.pollutant) if axis.value is not None]
    higher = max(axes) if len(axes) == BOTH_AXES else None
    return ScoreRow(
        ruleset=result.ruleset,
        year=result.year,
        credit_code=result.credit_code,
        sector=result.sector,
        region=result.region,
        reports=tuple((v.report_id, v.version) for v, _ in group.versions),
        klass=result.rating.value,
        index=plain(result.index.central) if result.index else None,
        conservative_index=plain(result.index.conservative) if result.index else None,
        carbon=plain(result.carbon.value.central) if result.carbon.value else None,
        pollutant=plain(result.pollutant.value.central) if result.pollutant.value else None,
        detail=orjson.dumps(detail),
        unranked_reason=unranked_codes(result),
        synthetic=result.synthetic,
        reference_digest=digest,
        computed_at=at,
        higher_axis=plain(higher) if higher is not None else None,
    )


def unranked_codes(result: Score) -> str | None:
    """Name why there is no place, None for a ranked score."""
    codes: Sequence[str] = sorted({reason.code for reason in result.unranked})
    return ", ".join(codes) or None
