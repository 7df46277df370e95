"""Ranks whose peers of one process are those of a division, group or class; empty until scores are ranked anew.

All of it is derived from scores; `POST /v1/scores` for a year works its ranks out again.

Revision ID: 2026_11_22_ranks_of_processes
Revises: 2026_11_22_parks
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "2026_11_22_ranks_of_processes"
down_revision: str | None = "2026_11_22_parks"
branch_labels: str | None = None
depends_on: str | None = None

_AREAS = ("nation", "province", "city", "county", "park")
_SECTORS = ("division", "industry_group", "industry_class")
_PROCESSES = ("division_process", "group_process", "class_process")


def upgrade() -> None:
    _replace_entries((*_SECTORS, *_PROCESSES))


def downgrade() -> None:
    _replace_entries((*_SECTORS, "process"))


def _replace_entries(peers: Sequence[str]) -> None:
    for table in ("rank_place", "rank_cohort"):
        op.execute(sa.delete(sa.table(table)))
    op.drop_table("rank_entry")
    key = ("cohort", "credit_code", "sector")
    texts = ("credit_code", "sector", *_AREAS[1:], *peers)
    op.create_table(
        "rank_entry",
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cohort", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("kind", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sort_key", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.BigInteger()) for name in ("conservative", "favourable", "higher_axis")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("anchors", "digest", "item")),
        sa.PrimaryKeyConstraint("entry", name="pk_rank_entry"),
        sa.UniqueConstraint(*key, name=f"uq_rank_entry_{'_'.join(key)}"),
    )
    for area in _AREAS:
        for among in peers:
            columns = ("cohort", *([] if area == "nation" else [area]), among)
            op.create_index(f"ix_rank_entry_{area}_{among}", "rank_entry", [*columns, "sort_key"])
            op.create_index(f"ix_rank_entry_{area}_{among}_kind", "rank_entry", [*columns, "kind", "sort_key"])
