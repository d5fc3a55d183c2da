"""Which roles may do what. Moves of pairs name their roles themselves, in the lifecycle definition."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, get_args

from engine.actors import Actor, Role
from engine.refusals import Reason
from engine.words import Words

Verb = Literal[
    "organisation.add",
    "organisation.change",
    "calendar.change",
    "person.add",
    "person.change",
    "person.export",
    "person.erase",
    "role.grant",
    "role.revoke",
    "user.add",
    "user.disable",
    "roadmap.apply",
    "roadmap.complete",
    "roadmap.reschedule",
    "roadmap.assign",
    "roadmap.bind",
    "programme.start",
    "pair.form",
    "pair.advance",
    "pair.undo",
    "pair.replace",
    "pair.end",
    "pair.reschedule",
    "meeting.record",
    "feedback.record",
    "consent.record",
    "consent.withdraw",
    "plan.set",
    "plan.approve",
    "plan.mark",
    "paper.register",
    "survey.open",
    "survey.answer",
    "survey.close",
    "outbox.retry",
    "outbox.release",
    "outbox.cancel",
    "workflow.publish",
    "workflow.migrate",
    "policy.publish",
    "letter_text.change",
    "mail.test",
    "webhook.add",
    "webhook.change",
    "meeting.plan",
    "call.make",
    "call.answer",
    "reminder.send",
    "roadmap.import",
    "roadmap.mend",
    "roadmap.publish",
    "roadmap.adopt",
    "finding.silence",
    "count.enter",
    "year.turn",
    "people.import",
    "person.transfer",
    "consent_text.publish",
    "questionnaire.publish",
    "match.propose",
    "match.take",
    "match.exclude",
    "event.plan",
    "event.record",
    "article.record",
    "practice.keep",
    "practice.send",
    "plan_template.publish",
    "paper.draft",
    "template.upload",
    "numbering.change",
    "word_forms.change",
    "meeting.confirm",
]
"""`noun.verb`, as in the commands. `pair.advance` covers suspending and resuming; the move itself says who
may make it.
"""

ROLE_TITLES: Mapping[Role, Words] = MappingProxyType(
    {
        "administrator": Words("администратор", "administrator"),
        "head": Words("руководитель", "head"),
        "curator": Words("куратор", "curator"),
        "mentor": Words("наставник", "mentor"),
        "mentee": Words("наставляемый", "mentee"),
        "representative": Words("законный представитель", "representative"),
        "observer": Words("наблюдатель", "observer"),
    }
)

_RULERS: frozenset[Role] = frozenset({"administrator"})
_LEADERS: frozenset[Role] = frozenset({"administrator", "head"})
_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator"})
_MENTORS: frozenset[Role] = frozenset({*_OFFICE, "mentor"})
_PARTICIPANTS: frozenset[Role] = frozenset({*_MENTORS, "mentee", "representative"})

PERMISSIONS: Mapping[Verb, frozenset[Role]] = MappingProxyType(
    {
        "organisation.add": _RULERS,
        "organisation.change": _LEADERS,
        "calendar.change": _LEADERS,
        "person.add": _OFFICE,
        "person.change": _OFFICE,
        "person.export": _OFFICE,
        "person.erase": _LEADERS,
        "role.grant": _OFFICE,  # which role: see GIVEN_BY
        "role.revoke": _OFFICE,
        "user.add": _LEADERS,
        "user.disable": _LEADERS,
        "roadmap.apply": _OFFICE,
        "roadmap.complete": _MENTORS,
        "roadmap.reschedule": _OFFICE,
        "roadmap.assign": _OFFICE,
        "roadmap.bind": _OFFICE,
        "programme.start": _OFFICE,
        "pair.form": _OFFICE,
        "pair.advance": _PARTICIPANTS,
        "pair.undo": _OFFICE,
        "pair.replace": _OFFICE,
        "pair.end": _PARTICIPANTS,
        "pair.reschedule": _OFFICE,
        "meeting.record": _PARTICIPANTS,
        "feedback.record": _PARTICIPANTS,
        "consent.record": _OFFICE,
        "consent.withdraw": _PARTICIPANTS,
        "plan.set": _MENTORS,
        "plan.approve": _OFFICE,
        "plan.mark": _PARTICIPANTS,
        "paper.register": _OFFICE,
        "survey.open": _OFFICE,
        "survey.answer": _PARTICIPANTS,
        "survey.close": _OFFICE,
        "outbox.retry": _OFFICE,
        "outbox.release": _LEADERS,
        "outbox.cancel": _OFFICE,
        "workflow.publish": _RULERS,
        "workflow.migrate": _LEADERS,
        "policy.publish": _LEADERS,
        "letter_text.change": _OFFICE,
        "mail.test": _OFFICE,
        "webhook.add": _LEADERS,
        "webhook.change": _LEADERS,
        "meeting.plan": _PARTICIPANTS,
        "call.make": _PARTICIPANTS,
        "call.answer": _OFFICE,
        "reminder.send": _OFFICE,
        "roadmap.import": _OFFICE,
        "roadmap.mend": _OFFICE,
        "roadmap.publish": _OFFICE,
        "roadmap.adopt": _OFFICE,
        "finding.silence": _OFFICE,
        "count.enter": _OFFICE,
        "year.turn": _OFFICE,
        "people.import": _OFFICE,
        "person.transfer": _OFFICE,
        "consent_text.publish": _OFFICE,
        "questionnaire.publish": _OFFICE,
        "match.propose": _OFFICE,
        "match.take": _OFFICE,
        "match.exclude": _OFFICE,
        "event.plan": _OFFICE,
        "event.record": _OFFICE,
        "article.record": _OFFICE,
        "practice.keep": _OFFICE,
        "practice.send": _OFFICE,
        "plan_template.publish": _OFFICE,
        "paper.draft": _OFFICE,
        "template.upload": _OFFICE,
        "numbering.change": _OFFICE,
        "word_forms.change": _OFFICE,
        "meeting.confirm": _PARTICIPANTS,
    }
)

PARTICIPANTS: frozenset[Role] = frozenset({"mentor", "mentee", "representative"})
"""What people are in pairs: whoever forms the pairs of a programme brings them into it. The other roles are offices."""

GIVEN_BY: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        role: _OFFICE if role in PARTICIPANTS else _RULERS if role == "administrator" else _LEADERS
        for role in get_args(Role)
    }
)
"""Who gives each role and takes it back, by whichever door: a page, a command, the API, a file of people."""


def permitted(actor: Actor, verb: Verb) -> Reason | None:
    """None when one of the actor's roles may do this (the operator and the clock may everything), otherwise
    why not.

    >>> permitted(Actor(person_id=7, roles=frozenset({"mentor"})), "pair.form").mend.en
    'Ask: administrator, head, curator'
    """
    if actor.may_everything or not actor.roles.isdisjoint(PERMISSIONS[verb]):
        return None
    return lacking(PERMISSIONS[verb])


def may_give(actor: Actor, role: Role) -> Reason | None:
    """None when the actor may give this role and take it back, otherwise why not.

    >>> curator = Actor(person_id=7, roles=frozenset({"curator"}))
    >>> may_give(curator, "mentor"), may_give(curator, "head").mend.en
    (None, 'Ask: administrator, head')
    """
    if actor.may_everything or not actor.roles.isdisjoint(GIVEN_BY[role]):
        return None
    return lacking(GIVEN_BY[role])


def lacking(roles: Iterable[Role]) -> Reason:
    """The reason given to somebody who holds none of these roles."""
    wanted = set(roles)
    titles = [ROLE_TITLES[role] for role in get_args(Role) if role in wanted]
    ru, en = ", ".join(title.ru for title in titles), ", ".join(title.en for title in titles)
    return Reason(
        "permission",
        Words(f"Это могут сделать только: {ru}", f"Only these may do it: {en}"),
        Words(f"Обратитесь: {ru}", f"Ask: {en}"),
    )
