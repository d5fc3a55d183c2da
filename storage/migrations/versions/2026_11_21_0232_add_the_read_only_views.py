"""Add the read-only views that scripts and checks may rely on.

Revision: views
Follows: tables
Made: 2026-11-21 02:32:00

Safety: this script meets real data, on SQLite (batch mode rebuilds the table) and on PostgreSQL (the table stays
locked until the end). Add columns with a server default or as nullable; fill and tighten in a later script. Never
edit a script that was released. A view that reads a changed column is dropped first and created again after.
There is no way down: the way back is `nastavnik restore`.
"""

from alembic import op

revision = "views"
down_revision = "tables"
branch_labels = None
depends_on = None

PAIR = """
CREATE VIEW v_pair AS
SELECT pair.id, organisation.path AS org_path, pair.programme_id, definition.key AS lifecycle, definition.version,
       pair.stage, pair.stage_since, pair.outcome
FROM pair
JOIN organisation ON organisation.id = pair.organisation_id
JOIN definition ON definition.id = pair.definition_id
"""

# `by` says who acted when it was no person; a person who was erased leaves 'erased'.
TRANSITION = """
CREATE VIEW v_transition AS
SELECT journal_entry.pair_id, journal_entry.pair_seq AS seq, journal_entry.move, journal_entry.from_stage,
       journal_entry.to_stage, journal_entry.at,
       CASE WHEN journal_entry.actor_id IS NOT NULL THEN coalesce(nullif(person.email, ''), 'person:' || journal_entry.actor_id)
            WHEN {by} = 'person' THEN 'erased'
            ELSE {by} END AS actor,
       coalesce({reason}, '') AS reason, journal_entry.hash
FROM journal_entry
LEFT JOIN person ON person.id = journal_entry.actor_id
WHERE journal_entry.pair_id IS NOT NULL AND journal_entry.pair_seq IS NOT NULL AND journal_entry.move IS NOT NULL
"""

OBLIGATION = """
CREATE VIEW v_obligation AS
SELECT obligation.id, organisation.path AS org_path,
       obligation.subject_kind || ':' || obligation.subject_id AS subject,
       obligation.occurrence, obligation.title, obligation.starts_on, obligation.due_on, obligation.first_due_on,
       obligation.revision, obligation.status, obligation.done_at
FROM obligation
JOIN organisation ON organisation.id = obligation.organisation_id
"""

REMINDER = """
CREATE VIEW v_reminder AS
SELECT reminder.id, reminder.obligation_id, reminder.revision, reminder.rung,
       coalesce(person.email, '') AS recipient, reminder.due_at, reminder.state, reminder.letter_id, reminder.reason
FROM reminder
LEFT JOIN person ON person.id = reminder.recipient_id
"""

LETTER = """
CREATE VIEW v_letter AS
SELECT letter.id, letter.key, letter.kind, coalesce(person.email, '') AS recipient, letter.state, letter.message_id,
       letter.attempts, letter.created_at, letter.sent_at, letter.reason
FROM letter
LEFT JOIN person ON person.id = letter.recipient_id
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        by, reason = "json_extract(journal_entry.facts, '$.by')", "json_extract(journal_entry.words, '$.reason')"
    else:
        by, reason = "(journal_entry.facts::json ->> 'by')", "(journal_entry.words::json ->> 'reason')"
    for view in (PAIR, TRANSITION.format(by=by, reason=reason), OBLIGATION, REMINDER, LETTER):
        op.execute(view)
