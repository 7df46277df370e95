"""What the sites of a region let out themselves, year by year, from the lines of accepted reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.records import VersionState
from service.storage.reports import standing_places
from service.storage.tables import Table

_LINE = Table.metadata.tables["report_line"]
DIRECT = 1
#: The formula of lines that carry what an enterprise measured or published itself.
REPORTED = "reported_emission"
QUANTA_PER_TONNE = {"g": 10**6, "ug": 10**12}
#: So many reports are asked for in one statement.
AT_ONCE = 500


def direct_emissions(
    session: Session, substance: str, *, region: str, until: int
) -> Mapping[str, Mapping[int, Fraction]]:
    """Return the direct mass of a gas in t by site and year up to `until`, of accepted reports that have it.

    As in a total, a mass that the enterprise states itself counts only where none of the gas was computed.
    """
    places = {
        seq: (permit, year)
        for seq, permit, year, state in standing_places(session, region=region, until=until)
        if state is VersionState.accepted
    }
    found: dict[str, dict[int, Fraction]] = defaultdict(dict)
    seqs = sorted(places)
    for first in range(0, len(seqs), AT_ONCE):
        for seq, mass in _masses(session, substance, seqs[first : first + AT_ONCE]).items():
            permit, year = places[seq]
            found[permit][year] = mass
    return found


def _masses(session: Session, substance: str, seqs: list[int]) -> Mapping[int, Fraction]:
    by = (_LINE.c.report_seq, _LINE.c.formula_id, _LINE.c.quantum)
    wanted = (_LINE.c.report_seq.in_(seqs), _LINE.c.substance == substance, _LINE.c.scope == DIRECT)
    query = select(*by, func.sum(_LINE.c.quanta).label("quanta")).where(*wanted, _LINE.c.account == "").group_by(*by)
    masses: dict[int, dict[bool, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in session.execute(query):
        masses[row.report_seq][row.formula_id == REPORTED] += Fraction(int(row.quanta), QUANTA_PER_TONNE[row.quantum])
    return {seq: of[False] if False in of else of[True] for seq, of in masses.items()}
