"""`/people/{id}`: one person; roles as dated intervals, consents, the account, what is known about them."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.actors import Role
from engine.consents import ASKED_IN_WORDS
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.people_reading.columns import BEFORE_CONSENT, TITLES
from engine.permissions import GIVEN_BY, PERMISSIONS, ROLE_TITLES, Verb
from engine.refusals import Refused
from engine.words import Words
from storage import roles
from storage.roles import Grant
from web.consent_fields import recorded_words, signed_paper
from web.entering import Entered
from web.faults import NONE, Faults
from web.letter_words import STATES, kind_of
from web.pages.people import KINDS, number_of
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.add_user import add_user
from workflows.change_person import PersonChanges, change_person
from workflows.disable_user import disable_user
from workflows.find import find_organisation
from workflows.grant_role import NewGrant, RoleGranted, grant_role
from workflows.record_consent import record_consent
from workflows.revoke_role import RoleRevoked, revoke_role
from workflows.show_person import PersonSheet, show_person
from workflows.withdraw_consent import withdraw_consent

router = APIRouter()

_ELSEWHERE = BEFORE_CONSENT | {"born", "hired", "capacity"}
PROFILE_TITLES = {name: title for name, title in TITLES.items() if name not in _ELSEWHERE}

_GRANTED: tuple[Role, ...] = ("mentor", "mentee", "curator", "head", "administrator", "observer")


@router.get("/people/{person_id}")
def person(visit: Entered, person_id: int) -> Response:
    return show_person_page(visit, person_id, NONE)


@router.post("/people/{person_id}")
def change(visit: Entered, person_id: int) -> Response:
    fields, today = visit.fields, visit.today

    def flow(tx: Connection) -> object:
        changes = PersonChanges(
            name=fields.line("name"),
            email=fields.line("email", optional=True, longest=254),
            kind=fields.choice("kind", KINDS),
            position=fields.line("position", optional=True),
            born=fields.day_if_given("born", today=today),
            hired=fields.day_if_given("hired", today=today),
        )
        return change_person(tx, by=visit.by, person_id=person_id, changes=changes, version=fields.number("version"))

    return visit.change(
        flow,
        done=lambda _: Went(_at(person_id), Words("Сохранено", "Saved")),
        again=lambda faults: show_person_page(visit, person_id, faults, form="change"),
    )


@router.post("/people/{person_id}/roles")
def grant(visit: Entered, person_id: int) -> Response:
    fields, today = visit.fields, visit.today

    def flow(tx: Connection) -> RoleGranted | Refused:
        role = fields.choice("role", (*_GRANTED, "representative"))
        whose = role == "representative"
        told = NewGrant(
            # A minor's page names the representative; every other role is the person's own.
            person_id=fields.number("person") if whose else person_id,
            role=role,
            organisation_id=None if whose else find_organisation(tx, fields.line("org"), by=visit.by, field="org").id,
            from_day=fields.day_if_given("from", today=today),
            to_day=fields.day_if_given("to", today=today),
            deputy_of_id=fields.number_if_given("deputy_of"),
            for_person_id=person_id if whose else None,
        )
        return grant_role(tx, by=visit.by, told=told)

    return visit.change(
        flow,
        done=lambda made: Went(
            _at(person_id),
            Words(
                f"Роль дана: {ROLE_TITLES[made.role].ru}",
                f"Role granted: {ROLE_TITLES[made.role].en}",
            ),
            Undo(f"{_at(person_id)}/roles/{made.id}/revoke"),
        ),
        again=lambda faults: show_person_page(visit, person_id, faults, form="role"),
    )


@router.post("/people/{person_id}/roles/{grant_id}/revoke")
def revoke(visit: Entered, person_id: int, grant_id: int) -> Response:
    def flow(tx: Connection) -> RoleRevoked | Refused:
        found = roles.by_id(tx, grant_id)
        # A minor's page shows who represents the minor: that role may be ended from there, too.
        if found is None or person_id not in (found.person_id, found.for_person_id):
            raise Missing
        last = visit.fields.day_if_given("last", today=visit.today)
        return revoke_role(tx, by=visit.by, grant_id=grant_id, last_day=last)

    return visit.change(
        flow,
        done=lambda done: Went(
            _at(person_id),
            Words(
                f"Роль действует по {done.last_day:%d.%m.%Y}",
                f"The role holds until {done.last_day:%d.%m.%Y}",
            ),
        ),
    )


@router.post("/people/{person_id}/consents")
def sign(visit: Entered, person_id: int) -> Response:
    fields, today = visit.fields, visit.today
    return visit.change(
        lambda tx: record_consent(
            tx,
            by=visit.by,
            person_id=person_id,
            kind=fields.choice("kind", CONSENT_KINDS),
            signed_on=fields.day("signed", today=today),
            paper=signed_paper(visit, fields.raw("kind")),
        ),
        done=lambda made: Went(
            _at(person_id), recorded_words(made), Undo(f"{_at(person_id)}/consents/undo", {"consent": str(made.id)})
        ),
        again=lambda faults: show_person_page(visit, person_id, faults, form="consent"),
    )


@router.post("/people/{person_id}/consents/withdraw")
def withdraw(visit: Entered, person_id: int) -> Response:
    fields, today = visit.fields, visit.today
    return visit.change(
        lambda tx: withdraw_consent(
            tx,
            by=visit.by,
            person_id=person_id,
            kind=fields.choice("kind", CONSENT_KINDS),
            on=fields.day_if_given("on", today=today),
        ),
        done=lambda done: Went(
            _at(person_id),
            Words(
                f"Отзыв записан: {ASKED_IN_WORDS[done.kind].ru} до {done.settle_by:%d.%m.%Y}",
                f"The withdrawal is recorded: {ASKED_IN_WORDS[done.kind].en} by {done.settle_by:%d.%m.%Y}",
            ),
        ),
        again=lambda faults: show_person_page(visit, person_id, faults, form="withdraw"),
    )


@router.post("/people/{person_id}/invite")
def invite(visit: Entered, person_id: int) -> Response:
    return visit.change(
        lambda tx: add_user(tx, by=visit.by, person_id=person_id),
        done=lambda _: Went(_at(person_id), Words("Приглашение отправлено письмом", "The invitation is on its way")),
        again=lambda faults: show_person_page(visit, person_id, faults),
    )


@router.post("/people/{person_id}/disable")
def disable(visit: Entered, person_id: int) -> Response:
    return visit.change(
        lambda tx: disable_user(tx, by=visit.by, person_id=person_id),
        done=lambda _: Went(
            _at(person_id),
            Words("Вход закрыт, все сеансы завершены", "The account is closed, every session has ended"),
            Undo(f"{_at(person_id)}/invite", words=Words("Пригласить снова", "Invite again")),
        ),
        again=lambda faults: show_person_page(visit, person_id, faults),
    )


def show_person_page(visit: Visit, person_id: int, faults: Faults, *, form: str = "") -> Response:
    """`form`: which of the page's forms was sent and comes back with its input."""
    with visit.read() as tx:
        sheet = show_person(tx, by=visit.by, person_id=person_id, named=visit.names_shown)
    fields = visit.fields

    def given(of: str, name: str, otherwise: object = "") -> object:
        return fields.raw(name) if form == of else otherwise

    def may(verb: Verb) -> bool:
        return _may(visit, sheet, verb)

    def gives(grant: Grant) -> bool:
        return not visit.roles_on(grant.org_path).isdisjoint(GIVEN_BY[grant.role])

    return visit.page(
        "people/person.html",
        sheet=sheet,
        row=sheet.row,
        title=sheet.row.name if sheet.named else visit.say(number_of(person_id)),
        faults=faults,
        form=form,
        given=given,
        may=may,
        gives=gives,
        kinds=KINDS,
        kinds_said=[(kind, visit.say(title)) for kind, title in KINDS.items()],
        consents=CONSENT_KINDS,
        profile_titles=PROFILE_TITLES,
        asked_titles=TITLES,
        asked=ASKED_IN_WORDS,
        consents_said=[(kind, visit.say(title)) for kind, title in CONSENT_KINDS.items()],
        unsigned=[(kind, visit.say(title)) for kind, title in CONSENT_KINDS.items() if kind not in sheet.signed],
        places=[(one.path, one.name) for one in sheet.places],
        colleagues=[(one.id, one.name) for one in sheet.colleagues],
        roles=[(role, visit.say(ROLE_TITLES[role])) for role in _GRANTED if not visit.roles.isdisjoint(GIVEN_BY[role])],
        states=STATES,
        kind_of=kind_of,
    )


def _may(visit: Visit, sheet: PersonSheet, verb: Verb) -> bool:
    """Whether the page offers it; the flow decides. Who may not see a name is not asked to change it."""
    return sheet.named and not visit.roles_on(sheet.row.org_path).isdisjoint(PERMISSIONS[verb])


def _at(person_id: int) -> str:
    return f"/people/{person_id}"
