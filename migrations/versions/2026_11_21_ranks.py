"""Ranks: entries of lists with the indexes of each list, their places, and the anchors that they cite. Derived data.

Revision ID: 2026_11_21_ranks
Revises: 2026_11_21_official_acts
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_21_ranks"
down_revision: str | None = "2026_11_21_official_acts"
branch_labels: str | None = None
depends_on: str | None = None

_AREAS = ("nation", "province", "city", "county", "park")
_PEERS = ("division", "industry_group", "industry_class", "process")


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _long(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=nullable)


def _bytes(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    op.create_table(
        "rank_cohort",
        _whole("cohort"),
        *_texts("ruleset"),
        _whole("year"),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        _long("seq"),
        *_texts("reference_digest", "computed_at", "ranked_kinds", "unranked_kinds"),
        sa.PrimaryKeyConstraint("cohort", name="pk_rank_cohort"),
        sa.UniqueConstraint("ruleset", "year", "synthetic", name="uq_rank_cohort_ruleset_year_synthetic"),
    )
    _create_entries()
    op.create_table(
        "rank_place",
        _whole("cohort"),
        _long("entry"),
        _bytes("places"),
        sa.PrimaryKeyConstraint("cohort", "entry", name="pk_rank_place"),
    )
    op.create_table(
        "rank_anchor",
        _whole("anchor"),
        *_texts("digest"),
        _bytes("content"),
        sa.PrimaryKeyConstraint("anchor", name="pk_rank_anchor"),
        sa.UniqueConstraint("digest", name="uq_rank_anchor_digest"),
    )


def _create_entries() -> None:
    key = ["cohort", "credit_code", "sector"]
    op.create_table(
        "rank_entry",
        _long("entry"),
        _whole("cohort"),
        *_texts("credit_code", "sector", *_AREAS[1:], *_PEERS),
        _whole("kind"),
        _bytes("sort_key"),
        *(_long(name, nullable=True) for name in ("conservative", "favourable", "higher_axis")),
        _bytes("anchors"),
        _bytes("digest"),
        _bytes("item"),
        sa.PrimaryKeyConstraint("entry", name="pk_rank_entry"),
        sa.UniqueConstraint(*key, name=f"uq_rank_entry_{'_'.join(key)}"),
    )
    for area in _AREAS:
        for peers in _PEERS:
            columns = ["cohort", *([] if area == "nation" else [area]), peers]
            op.create_index(f"ix_rank_entry_{area}_{peers}", "rank_entry", [*columns, "sort_key"])
            op.create_index(f"ix_rank_entry_{area}_{peers}_kind", "rank_entry", [*columns, "kind", "sort_key"])


def downgrade() -> None:
    for table in ("rank_anchor", "rank_place", "rank_entry", "rank_cohort"):
        op.drop_table(table)
