"""`nastavnik person`: participants."""

from datetime import date
from typing import Annotated

from sqlalchemy import true

from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.person_import import app as importing
from nastavnik.cli.person_leaving import app as leaving
from nastavnik.cli.person_profile import app as profile
from nastavnik.cli.person_registers import app as registers
from storage import consents, people, roles
from storage.people import PersonRow
from storage.scope import below
from workflows.add_person import NewPerson, add_person
from workflows.answers.people import consent_document, grant_document, person_document
from workflows.change_person import PersonChanges, change_person
from workflows.find import find_person

app = noun()
app.registered_commands += importing.registered_commands  # many people at once
app.registered_commands += profile.registered_commands  # what the registers keep
app.registered_commands += registers.registered_commands  # and the registers themselves
app.registered_commands += leaving.registered_commands  # the verbs about everything kept, and about leaving


@changes(app, "add", "Добавить участника", "Add a participant")
def add(
    frame: Frame,
    name: Annotated[str, option("--name", "Фамилия Имя Отчество", "Full name")],
    email: Annotated[str, option("--email", "Адрес почты", "Mail address")] = "",
    kind: Annotated[str, option("--kind", "staff|pupil|student|employer", "the same")] = "staff",
    born: Annotated[date | None, day_option("--born", "Родился (после согласия)", "Born (after the consent)")] = None,
    hired: Annotated[date | None, day_option("--hired", "Принят (после согласия)", "Hired (after the consent)")] = None,
    position: Annotated[str, option("--position", "Должность", "Position")] = "",
    representative: Annotated[
        int | None, option("--representative", "Номер законного представителя", "Id of the legal representative")
    ] = None,
) -> int:
    told = NewPerson(
        name=name,
        email=email,
        kind=kind,
        born=born,
        hired=hired,
        position=position,
        representative_id=representative,
    )
    return frame.change(
        lambda tx, by: add_person(tx, by=by, organisation_id=frame.organisation(tx).id, told=told),
        answer=lambda made: {"id": made.id, "name": made.name},
        say=lambda made: Words(f"{made['name']}: участник {made['id']}", f"{made['name']}: person {made['id']}"),
    )


@reads(app, "list", "Список участников", "List participants")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = people.listing(tx, visible=below([top.path]) if top else true())
    frame.show([person_document(each) for each in found], _table(found))


@reads(app, "show", "Показать участника", "Show a participant")
def show(frame: Frame, person: Annotated[int, argument("ID", "Номер участника", "Id")]) -> None:
    with frame.read() as tx:
        found = find_person(tx, person, by=frame.reader, field="id", even_erased=True)
        held = roles.of_person(tx, person)
        signed = consents.of_person(tx, person)
    document = person_document(found) | {
        "roles": [grant_document(each) for each in held],
        "consents": [consent_document(each) for each in signed],
    }
    frame.show(document, _card(found, held, signed))


@changes(app, "change", "Изменить сведения об участнике", "Change what is known about a participant")
def change(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    name: Annotated[str | None, option("--name", "Фамилия Имя Отчество", "Full name")] = None,
    email: Annotated[str | None, option("--email", "Адрес почты", "Mail address")] = None,
    kind: Annotated[str | None, option("--kind", "staff|pupil|student|employer", "the same")] = None,
    born: Annotated[date | None, day_option("--born", "Родился", "Born")] = None,
    hired: Annotated[date | None, day_option("--hired", "Принят", "Hired")] = None,
    position: Annotated[str | None, option("--position", "Должность", "Position")] = None,
    version: Annotated[int | None, option("--version", "Какую версию видели", "The version you saw")] = None,
) -> int:
    changed = PersonChanges(name=name, email=email, kind=kind, born=born, hired=hired, position=position)
    return frame.change(
        lambda tx, by: change_person(tx, by=by, person_id=person, changes=changed, version=version),
        answer=lambda done: {"id": done.id, "version": done.version, "changed": list(done.fields)},
        say=lambda done: Words(
            f"Участник {done['id']}: изменено {', '.join(done['changed']) or 'ничего'}",
            f"Person {done['id']}: changed {', '.join(done['changed']) or 'nothing'}",
        ),
    )


def _card(person: PersonRow, held: list[roles.Grant], signed: list[consents.ConsentRow]) -> Table:
    rows: list[tuple[object, ...]] = [(name, value) for name, value in person_document(person).items() if value]
    for grant in held:
        rows.append(("role", f"{grant.role} {grant.org_path} {_span(grant.from_day, grant.to_day)} (id {grant.id})"))
    for each in signed:
        rows.append(("consent", f"{each.kind} {_span(each.signed_on, each.withdrawn_on)} (id {each.id})"))
    return Table((Words("Поле", "Field"), Words("Значение", "Value")), rows)


def _span(start: date | None, end: date | None) -> str:
    return f"{start or ''}–{end or ''}" if start or end else ""


def _table(found: list[PersonRow]) -> Table:
    return Table(
        (
            Words("Номер", "Id"),
            Words("Имя", "Name"),
            Words("Организация", "Organisation"),
            Words("Кто", "Kind"),
            Words("Должность", "Position"),
            Words("Почта", "Mail"),
        ),
        [(each.id, each.name, each.org_path, each.kind, each.position, each.email) for each in found],
        empty=Words("Участников пока нет: nastavnik person add", "No participants yet: nastavnik person add"),
    )
