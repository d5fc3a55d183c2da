"""`nastavnik org`: the tree of organisations."""

from pathlib import Path
from typing import Annotated

from sqlalchemy import true

from engine.school_holidays import school_year_of
from engine.words import Words
from nastavnik.cli.arguments import argument, option, read_text
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage import organisations
from storage.organisations import OrganisationRow
from storage.scope import below
from workflows.add_organisation import add_organisation
from workflows.answers.organisations import calendar_document, holidays_document, organisation_document
from workflows.answers.plainly import plainly
from workflows.calendars import read_overrides_csv
from workflows.publish_holidays import holidays_in, publish_holidays
from workflows.school_holidays import checked_year, year_in_force
from workflows.set_calendar import set_calendar

app = noun()


@changes(app, "add", "Добавить организацию", "Add an organisation")
def add(
    frame: Frame,
    name: Annotated[str, option("--name", "Название", "Name")],
    kind: Annotated[str, option("--kind", "region|municipality|school|partner", "the same")],
    parent: Annotated[str | None, option("--parent", "Путь организации выше", "Path of the one above")] = None,
    slug: Annotated[str | None, option("--slug", "Имя в пути, латиницей", "Name in the path")] = None,
    timezone: Annotated[str | None, option("--timezone", "Часовой пояс, Europe/Kirov", "IANA zone")] = None,
    week: Annotated[int | None, option("--week", "Рабочих дней в неделе, 5 или 6", "Working days, 5 or 6")] = None,
) -> int:
    return frame.change(
        lambda tx, by: add_organisation(
            tx, by=by, name=name, kind=kind, parent=parent, slug=slug, timezone=timezone, week=week
        ),
        answer=organisation_document,
        say=lambda made: Words(
            f"Организация {made['path']} (id {made['id']})", f"Organisation {made['path']} (id {made['id']})"
        ),
    )


@reads(app, "list", "Список организаций", "List organisations")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        found = organisations.listing(tx, visible=below([top.path]) if top else true())
    frame.show([organisation_document(each) for each in found], _table(found))


@reads(app, "show", "Показать организацию", "Show an organisation")
def show(frame: Frame, path: Annotated[str | None, argument("PATH", "Путь", "Path")] = None) -> None:
    frame.org = path or frame.org
    with frame.read() as tx:
        found = frame.organisation(tx)
        days = organisations.overrides(tx, found.id)
    frame.show(
        organisation_document(found) | {"calendar": calendar_document(days)},
        _table([found]),
    )


@changes(app, "calendar", "Свои выходные и рабочие дни из CSV", "Own days off and working days from a CSV")
def calendar(
    frame: Frame, file: Annotated[Path, option("--file", "CSV: день,working|off", "CSV: day,working|off")]
) -> int:
    days = read_overrides_csv(read_text(file, "--file"), file.name)
    return frame.change(
        lambda tx, by: set_calendar(tx, by=by, organisation_id=frame.organisation(tx).id, days=days),
        answer=lambda done: {"id": done.organisation_id, "days": done.days, "changed": done.changed},
        say=lambda done: Words(
            f"Своих дней в календаре: {done['days']}, изменено: {done['changed']}",
            f"Own days in the calendar: {done['days']}, changed: {done['changed']}",
        ),
    )


@changes(app, "holidays", "Школьные каникулы учебного года из YAML", "School holidays of a school year from a YAML")
def holidays(frame: Frame, file: Annotated[Path, option("--file", "YAML с каникулами", "A YAML of holidays")]) -> int:
    year = holidays_in(read_text(file, "--file"), file.name)
    return frame.change(
        lambda tx, by: publish_holidays(tx, by=by, organisation=frame.organisation(tx), year=year),
        answer=plainly,
        say=lambda done: Words(
            f"Каникулы {done['year']}: {done['holidays']}, версия {done['version']}",
            f"Holidays of {done['year']}: {done['holidays']}, version {done['version']}",
        ),
    )


@reads(app, "school-year", "Каникулы, которые действуют в организации", "The holidays that hold in an organisation")
def school_year(
    frame: Frame,
    year: Annotated[str | None, option("--year", "Учебный год, 2025-2026", "School year, 2025-2026")] = None,
) -> None:
    with frame.read() as tx:
        place = frame.organisation(tx)
        key = checked_year(year or school_year_of(place.today(frame.clock.now())), "--year")
        told = holidays_document(year_in_force(tx, place.path, key))
    heads = (Words("Каникулы", "Holidays"), Words("С", "From"), Words("По", "Until"))
    rows = [(one["title"][frame.language], one["first"], one["last"]) for one in told["holidays"]]
    empty = Words(f"На {key} каникулы не указаны: org holidays --file", f"None for {key}: org holidays --file")
    frame.show(told, Table(heads, rows, empty=empty))


def _table(found: list[OrganisationRow]) -> Table:
    return Table(
        (
            Words("Путь", "Path"),
            Words("Вид", "Kind"),
            Words("Название", "Name"),
            Words("Пояс", "Zone"),
            Words("Неделя", "Week"),
        ),
        [(each.path, each.kind, each.name, each.timezone, each.week) for each in found],
        empty=Words("Организаций пока нет: nastavnik org add", "No organisations yet: nastavnik org add"),
    )
