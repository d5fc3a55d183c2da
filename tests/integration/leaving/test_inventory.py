"""No table can be added that erasing and exporting would not know of."""

from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, String, TypeDecorator

from storage.personal_data import TRACES, WORDS_THAT_MAY_NAME
from storage.schema import MODELS
from web.pages.leaving import TITLES

ACTORS = {"actor_id", "answered_by_id", "by_person_id"}
"""Who did something: a number of which nothing is left once the person's own row is empty."""

CODES = {  # columns that only ever hold our own keys, digests, states, days and numbers
    "heartbeat": {"name"},
    "idempotent_answer": {"key", "fingerprint"},
    "organisation": {"kind", "name", "slug", "path", "timezone", "search_key"},
    "definition": {"kind", "key", "hash", "body"},
    "figure_point": {"subject_kind", "measure"},
    "journal_head": {"hash"},
    "letter_text": {"kind", "language"},
    "mark": {"kind"},
    "paper": {"kind", "purpose", "number", "form"},
    "paper_numbering": {"kind", "pattern"},
    "person": {"kind", "language"},
    "roadmap": {"template", "past"},
    "webhook": {"url", "secret", "events"},
    "consent": {"kind"},
    "erasure": {"reference", "ground", "extract"},
    "indicator_series": {"key", "numerator_measure", "denominator_measure", "targets"},
    "item": {
        "number",
        "key",
        "deadline_kind",
        "deadline_value",
        "shift",
        "past",
        "responsible_role",
        "document_kind",
        "thresholds",
        "drives",
        "adoption",
    },
    "paper_file": {"docx", "sha256", "scan"},  # the document is struck by itself, its scan goes or stays as a file
    "paper_template": {"form", "docx", "sha256", "placeholders"},
    "people_import": {"sha256", "state"},
    "publication": {"state"},
    "roadmap_import": {"kind", "sha256", "state"},
    "role_grant": {"role"},
    "webhook_delivery": {"key", "event", "state"},
    "article": {"kind"},
    "feedback": {"wish"},
    "event": {"kind", "level", "at_time", "uid"},
    "external_count": {"measure"},
    "match_proposal": {"state"},
    "pair": {"stage", "outcome", "ending_outcome", "suspended_from", "entered"},
    "paper_draft": {"form", "pairs", "people"},
    "postponement": {"occurrence"},
    "silenced_finding": {"rule"},
    "task": {"kind"},
    "event_person": {"role"},
    # Sealed; people and words are emptied by storage/journal.py, the rest names nobody.
    "journal_entry": {
        *("verb", "subject", "move", "from_stage", "to_stage", "facts", "people", "people_salt", "people_digest"),
        *("words", "words_salt", "words_digest", "hash"),
    },
    "letter": {"key", "kind", "state", "message_id", "owner"},
    "meeting": {"kind", "mentor_verdict", "mentee_verdict", "absent"},
    "membership": {"role"},
    "obligation": {"subject_kind", "occurrence", "ladder", "responsible_role", "status"},
    "plan": {"form", "template"},
    "plan_item": {"responsible", "mark"},
    "plan_move": {"state"},
    "practice": {"form", "state"},
    "survey": {"kind", "period", "asked"},
    "evidence": {"kind"},
    "planned_meeting": {"kind", "state", "at_time", "uid"},
    "reminder": {"audience", "state"},
}


def test_every_column_that_refers_to_a_person_is_in_the_inventory() -> None:
    known = {trace.table.name for trace in TRACES}
    unknown = [
        f"{table.name}.{column.name}"
        for table in MODELS.sorted_tables
        for column in table.columns
        if any(key.target_fullname == "person.id" for key in column.foreign_keys)
        and column.name not in ACTORS
        and table.name not in known
    ]
    assert unknown == []


def test_every_column_that_can_hold_words_is_struck_swept_or_known_to_hold_codes() -> None:
    unknown = [
        f"{table.name}.{column.name}"
        for table in MODELS.sorted_tables
        if not any(trace.table is table and trace.strike is None for trace in TRACES)
        for column in table.columns
        if _holds_words(column)
        and column.name not in WORDS_THAT_MAY_NAME.get(table.name, ())
        and column.name not in CODES.get(table.name, ())
        and not any(trace.table is table and column.name in (trace.strike or {}) for trace in TRACES)
    ]
    assert unknown == []


def test_the_inventory_names_nothing_that_is_not_there() -> None:
    tables = MODELS.tables
    wrong = [
        f"{name}.{column}"
        for listed in (WORDS_THAT_MAY_NAME, CODES)
        for name, columns in listed.items()
        for column in columns
        if name not in tables or column not in tables[name].columns
    ]
    assert wrong == []


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type
    while isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    return isinstance(kind, String | JSON | LargeBinary)


def test_an_act_names_every_table_in_words() -> None:
    beside = {"journal_entry", "idempotent_answer", "paper_draft", "paper_file", "people_import"}
    struck = {trace.table.name for trace in TRACES} | set(WORDS_THAT_MAY_NAME) | beside
    assert struck - set(TITLES) == set()
