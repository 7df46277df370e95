"""What rows of lists show is packed by dictionaries; ranks are empty until scores are ranked anew.

All of it is derived from scores; `POST /v1/scores` for a year works its ranks out again.

Revision ID: 2026_11_23_packed_rows
Revises: 2026_11_22_ranks_of_processes
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2026_11_23_packed_rows"
down_revision: str | None = "2026_11_22_ranks_of_processes"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    _forget_ranks()
    op.drop_column("rank_entry", "digest")
    op.add_column("rank_entry", sa.Column("dictionary", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "rank_dictionary",
        sa.Column("dictionary", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("dictionary", name="pk_rank_dictionary"),
    )


def downgrade() -> None:
    _forget_ranks()
    op.drop_table("rank_dictionary")
    op.drop_column("rank_entry", "dictionary")
    op.add_column("rank_entry", sa.Column("digest", sa.LargeBinary(), nullable=False, server_default=""))


def _forget_ranks() -> None:
    for table in ("rank_place", "rank_entry", "rank_cohort"):
        op.execute(sa.delete(sa.table(table)))
