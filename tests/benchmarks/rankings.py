"""Rankings on PostgreSQL: pages against key reads, answers against bare bytes, rebuilding against DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from service.api.rankings import RankingQuery as ApiQuery
from service.app import cursor_key
from service.records import Role
from service.storage import ranks
from service.storage.lookups import read
from service.storage.session import migrate, open_store
from service.storage.signing import load_or_create_signing_key
from service.workflows.keys import issue
from service.workflows.rank_page import RankingQuery
from tests.benchmarks import ranking_http, ranking_pages, ranking_rebuild, ranking_rows
from tests.benchmarks.servers import new_database, postgres

REPEATS = 300


@dataclass(frozen=True)
class Size:
    """What was seen with so many enterprise-years."""

    enterprise_years: int
    pages: list[ranking_pages.PageCell]
    http: list[ranking_http.HttpCell]
    rebuild: ranking_rebuild.Rebuild


def measure(sizes: Sequence[int], repeats: int = REPEATS) -> list[Size]:
    with TemporaryDirectory(prefix="nearzero-bench-") as temporary:
        directory = Path(temporary)
        with postgres(directory) as server:
            return [measured(new_database(server), rows, directory / str(rows), repeats) for rows in sizes]


def measured(url: str, rows: int, directory: Path, repeats: int) -> Size:
    directory.mkdir()
    plain = url.replace("postgresql+psycopg", "postgresql")
    migrate(url)
    with psycopg.connect(plain) as connection:
        ranking_rows.load(connection, rows)
    signing_key = directory / "signing-key.pem"
    store = open_store(url, load_or_create_signing_key(signing_key))
    try:
        rebuilt = ranking_rebuild.measure(store, plain, tuple(range(1, len(ranking_rows.YEARS) + 1)), directory)
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        with store.glance() as glance:
            asked = glance.engine, ranking_rows.scheme_version(), ranking_pages.YEAR
            cohort = read(glance, ranks.cohort_of(*asked, synthetic=True))
            if cohort is None:
                raise RuntimeError("no ranks")
            queries = parameters(glance, cohort, load_or_create_signing_key(signing_key))
        pages = ranking_pages.measure(store, cohort, repeats)
        token = issue(store, Role.administrator)
    finally:
        store.close()
    settings = {"NEARZERO_DATABASE_URL": url, "NEARZERO_SIGNING_KEY": str(signing_key)}
    return Size(rows, pages, ranking_http.measure(queries, token, settings, directory, repeats), rebuilt)


def parameters(glance: Connection, cohort: ranks.Cohort, signing_key: Ed25519PrivateKey) -> dict[str, dict[str, str]]:
    """The parameters of every case over HTTP: its first page, and its deepest by a cursor such as the service gives."""
    asked: dict[str, dict[str, str]] = {}
    for case, query in ranking_pages.CASES.items():
        first = parameters_of(query)
        asked[f"{case}, first page"] = first
        before, deep = ranking_pages.deep_page(glance, cohort, query)
        if before:
            model = ApiQuery.model_validate(first)
            asked[f"{case}, from row {before}"] = first | {
                "cursor": str(model.next_cursor(cursor_key(signing_key), "listRankings", deep.after))
            }
    one = ranking_pages.one_enterprise(glance, cohort)
    return asked | {"one enterprise": parameters_of(one)}


def parameters_of(query: RankingQuery) -> dict[str, str]:
    named = {"class": query.rating, "eligibility": query.eligibility, "process": query.process, "park": query.park}
    base = {"ruleset": query.ruleset, "year": str(query.year), "sector": query.sector, "synthetic": "true"}
    other = {"region": query.region or None, "credit_code": query.credit_code, "limit": str(query.limit)}
    return base | {name: str(value) for name, value in (named | other).items() if value is not None}
