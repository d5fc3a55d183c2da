"""Add what pairs need: questionnaires, events, papers of one's own.

Revision: 6b1f0c52d8a4
Follows: bf47dccf7726
Made: 2026-11-21 17:40:00.000000

Safety: this script meets real data, on SQLite (batch mode rebuilds the table) and on PostgreSQL (the table stays
locked until the end). Add columns with a server default or as nullable; fill and tighten in a later script. Never
edit a script that was released. A view that reads a changed column is dropped first and created again after.
There is no way down: the way back is `nastavnik restore`.
"""

revision = '6b1f0c52d8a4'
down_revision = 'bf47dccf7726'
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass
