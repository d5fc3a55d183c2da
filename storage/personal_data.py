"""Where people's data lie: every table with rows about a person, how they are found, what is struck out of them.

One inventory for exporting and for erasing (152-ФЗ art. 14 and 21). A test goes over all tables: a column that refers
to a person, and a column that can hold words, stands here or among those that only ever hold our own codes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, exists, or_, select

from storage.tables.accounts import accounts, api_tokens, sessions, sign_in_links, sign_ins
from storage.tables.answers import curator_calls, link_uses, mutes, planned_meetings, snoozes
from storage.tables.events import articles, event_people, practices
from storage.tables.letters import letters
from storage.tables.matching import match_exclusions
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import consents, people, role_grants
from storage.tables.papers import paper_files, paper_pairs, paper_people, papers, word_forms
from storage.tables.participants import profiles, transfers
from storage.tables.programmes import (
    feedbacks,
    meeting_words,
    meetings,
    memberships,
    plan_editions,
    plan_items,
    plan_moves,
    plans,
    survey_answers,
)
from storage.tables.roadmaps import evidences, items

ERASED_NAME = "Удалённый участник"
STRUCK_TITLE = "[удалено]"
Found = Callable[[int], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of one table. `strike`: what their columns become; None = the rows go; empty = nothing in them but numbers
    and days, which name nobody once the person's own row is empty.
    """

    table: Table
    found: Found
    strike: Mapping[str, Any] | None = field(default_factory=lambda: MappingProxyType({}))


def _of(*columns: ColumnElement[Any]) -> Found:
    return lambda person_id: or_(*(column == person_id for column in columns))


def _pairs_of(person_id: int) -> Select[Any]:
    return select(memberships.c.pair_id).where(memberships.c.person_id == person_id)


def _of_pairs(column: ColumnElement[Any]) -> Found:
    """Nobody can tell whom the free words of a pair speak about: they count for each who ever belonged to it."""
    return lambda person_id: column.in_(_pairs_of(person_id))


def _papers_of(person_id: int) -> ColumnElement[bool]:
    named = select(paper_people.c.paper_id).where(paper_people.c.person_id == person_id)
    about = select(paper_pairs.c.paper_id).where(paper_pairs.c.pair_id.in_(_pairs_of(person_id)))
    return papers.c.id.in_(named.union(about))


def _files_of(person_id: int) -> ColumnElement[bool]:
    return paper_files.c.paper_id.in_(select(papers.c.id).where(_papers_of(person_id)))


def _cases_of(person_id: int) -> ColumnElement[bool]:
    """Typed by somebody who meant this person, or for a name that only later became the person's."""
    person = select(people.c.name, people.c.organisation_id).where(people.c.id == person_id).subquery()
    same = select(person).where(
        person.c.name == word_forms.c.nominative, person.c.organisation_id == word_forms.c.organisation_id
    )
    nobodys = and_(word_forms.c.person_id.is_(None), word_forms.c.kind == "name", exists(same))
    return or_(word_forms.c.person_id == person_id, nobodys)


def _letters_about(person_id: int) -> ColumnElement[bool]:
    """Letters to others about the person's pairs: by themselves, or as one of a digest's reminders."""
    in_digest = (
        select(reminders.c.letter_id)
        .join(obligations, obligations.c.id == reminders.c.obligation_id)
        .where(obligations.c.pair_id.in_(_pairs_of(person_id)), reminders.c.letter_id.is_not(None))
    )
    about = or_(letters.c.pair_id.in_(_pairs_of(person_id)), letters.c.id.in_(in_digest))
    return about & (letters.c.recipient_id != person_id)


def _proofs_of(person_id: int) -> ColumnElement[bool]:
    theirs = select(obligations.c.id).where(obligations.c.pair_id.in_(_pairs_of(person_id)))
    return evidences.c.obligation_id.in_(theirs) & (evidences.c.kind == "file")


def _words(*columns: str) -> Mapping[str, Any]:
    return MappingProxyType(dict.fromkeys(columns, ""))


TRACES: tuple[Trace, ...] = (
    # The rows that go, before what they refer to.
    *(
        Trace(table, _of(table.c.person_id), None)
        for table in (link_uses, mutes, snoozes, sessions, sign_in_links, sign_ins, api_tokens, accounts, profiles)
    ),
    Trace(word_forms, _cases_of, None),
    Trace(match_exclusions, _of(match_exclusions.c.mentor_id, match_exclusions.c.mentee_id), None),
    # The rows that stay for the counts and the history, without words.
    Trace(paper_files, _files_of, MappingProxyType({"pdf": None})),  # the DOCX itself: workflows/strike_papers.py
    Trace(papers, _papers_of),
    Trace(paper_people, _of(paper_people.c.person_id)),
    Trace(feedbacks, _of_pairs(feedbacks.c.pair_id), _words("text", "problems", "advice")),
    Trace(meetings, _of_pairs(meetings.c.pair_id), _words("topic", "notes", "next_step")),
    Trace(planned_meetings, _of_pairs(planned_meetings.c.pair_id), _words("note", "topic", "place")),
    Trace(curator_calls, _of_pairs(curator_calls.c.pair_id), _words("text")),
    Trace(meeting_words, _of(meeting_words.c.person_id)),
    Trace(plans, _of_pairs(plans.c.pair_id), MappingProxyType({"goal": "", "request": "", "tasks": []})),
    Trace(plan_items, _of_pairs(plan_items.c.pair_id), MappingProxyType({"title": STRUCK_TITLE, "result": ""})),
    Trace(plan_editions, _of_pairs(plan_editions.c.pair_id), MappingProxyType({"body": {}, "reason": ""})),
    Trace(
        plan_moves,
        lambda person_id: or_(plan_moves.c.by_person_id == person_id, plan_moves.c.pair_id.in_(_pairs_of(person_id))),
        _words("reason"),
    ),
    Trace(
        survey_answers,
        lambda person_id: or_(
            survey_answers.c.person_id == person_id, survey_answers.c.pair_id.in_(_pairs_of(person_id))
        ),
        MappingProxyType({"answers": {}}),
    ),
    Trace(event_people, _of(event_people.c.person_id), _words("result", "certificate")),
    Trace(articles, _of(articles.c.person_id), MappingProxyType({"person_id": None})),
    Trace(practices, _of(practices.c.author_id), MappingProxyType({"author_id": None})),
    Trace(consents, _of(consents.c.person_id), MappingProxyType({"terms": {}, "scan": ""})),
    Trace(consents, _of(consents.c.signed_by_id)),  # another one's consent: its paper goes on proving it
    Trace(
        letters,
        _of(letters.c.recipient_id),
        MappingProxyType({"subject": "", "message": None, "facts": {}, "reason": ""}),
    ),
    Trace(letters, _letters_about, MappingProxyType({"subject": "", "message": None})),
    Trace(evidences, _proofs_of, _words("reference", "sha256")),
    Trace(role_grants, _of(role_grants.c.person_id, role_grants.c.deputy_of_id, role_grants.c.for_person_id)),
    Trace(memberships, _of(memberships.c.person_id)),
    Trace(transfers, _of(transfers.c.person_id)),
    Trace(reminders, _of(reminders.c.recipient_id)),
    Trace(obligations, _of(obligations.c.responsible_id)),
    Trace(items, _of(items.c.responsible_id)),
    Trace(
        people,
        _of(people.c.id),
        MappingProxyType(
            {
                "name": ERASED_NAME,
                "email": "",
                "position": "",
                "born": None,
                "hired": None,
                "search_key": "",
                "address_fault": "",
                "disabled": True,
            }
        ),
    ),
)

SECRET = frozenset({"password", "totp", "totp_step", "recovery", "token_hash", "browser_hash", "account_key"})
"""Never told, not even to the person: with them somebody else could sign in."""

WORDS_THAT_MAY_NAME: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "item": (
            "section",
            "title",
            "deadline_text",
            "source_deadline_text",
            "responsible_text",
            "coexecutors",
            "result",
            "notes",
            "source",
            "questions",
            "agreed",
        ),
        "roadmap": ("title", "goal", "aims", "approved", "headings"),
        "roadmap_import": ("source", "reading", "edits", "before"),
        "indicator_series": ("title", "formula", "numerator", "denominator"),
        "obligation": ("title", "reason"),
        "postponement": ("reason",),
        "silenced_finding": ("reason",),
        "external_count": ("words",),
        "publication": ("reason", "rows", "left"),
        "practice": ("title", "summary", "body", "result", "tags", "url", "search_key"),
        "article": ("title", "url"),
        "event": ("title", "place", "note"),
        "paper": ("title",),
        "programme": ("title",),
        "letter": ("subject", "reason", "facts"),
        "letter_text": ("subject", "opening", "closing"),
        "paper_draft": ("subject", "typed"),
        "people_import": ("told", "made"),
        "match_proposal": ("found", "taken"),
        "match_exclusion": ("reason",),
        "idempotent_answer": ("answer",),
        "webhook_delivery": ("body", "reason"),
        "reminder": ("reason",),
        "feedback": ("text", "problems", "advice"),
        "meeting": ("topic", "notes", "next_step"),
        "planned_meeting": ("note", "topic", "place"),
        "curator_call": ("text",),
        "plan": ("goal", "request", "tasks"),
        "plan_item": ("title", "result"),
        "plan_edition": ("body", "reason"),
        "survey_answer": ("answers",),
        "event_person": ("result",),
        "profile": ("request", "achievements", "place", "needs", "competences", "interests", "time_resource"),
        "word_forms": ("nominative", "forms"),
        "evidence": ("reference",),
        "link_use": ("answer",),
        "channel": ("reason",),
    }
)
"""Words that people typed or files brought: whoever is erased is looked for in them, whatever row they stand in."""
