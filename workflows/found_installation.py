"""A new installation gets its school and the account of whoever will look after it.

Both are possible only while nobody has an account: the page stands behind an address that `serve` tells the operator,
and acts as the operator.
"""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import accounts, organisations
from storage.organisations import OrganisationRow
from storage.scope import EVERYTHING, visible
from storage.tables.organisations import organisations as table
from workflows.add_organisation import add_organisation
from workflows.add_person import NewPerson, add_person
from workflows.add_user import UserAdded, add_user
from workflows.grant_role import NewGrant, grant_role

# Names of the zones as `holidays`, letters and deadlines need them, with the cities people know them by.
RUSSIAN_ZONES: tuple[tuple[str, Words], ...] = (
    ("Europe/Kaliningrad", Words("Калининград, UTC+2", "Kaliningrad, UTC+2")),
    ("Europe/Moscow", Words("Москва, UTC+3", "Moscow, UTC+3")),
    ("Europe/Kirov", Words("Киров, UTC+3", "Kirov, UTC+3")),
    ("Europe/Volgograd", Words("Волгоград, UTC+3", "Volgograd, UTC+3")),
    ("Europe/Samara", Words("Самара, UTC+4", "Samara, UTC+4")),
    ("Europe/Saratov", Words("Саратов, UTC+4", "Saratov, UTC+4")),
    ("Europe/Astrakhan", Words("Астрахань, UTC+4", "Astrakhan, UTC+4")),
    ("Europe/Ulyanovsk", Words("Ульяновск, UTC+4", "Ulyanovsk, UTC+4")),
    ("Asia/Yekaterinburg", Words("Екатеринбург, UTC+5", "Yekaterinburg, UTC+5")),
    ("Asia/Omsk", Words("Омск, UTC+6", "Omsk, UTC+6")),
    ("Asia/Novosibirsk", Words("Новосибирск, UTC+7", "Novosibirsk, UTC+7")),
    ("Asia/Barnaul", Words("Барнаул, UTC+7", "Barnaul, UTC+7")),
    ("Asia/Tomsk", Words("Томск, UTC+7", "Tomsk, UTC+7")),
    ("Asia/Novokuznetsk", Words("Новокузнецк, UTC+7", "Novokuznetsk, UTC+7")),
    ("Asia/Krasnoyarsk", Words("Красноярск, UTC+7", "Krasnoyarsk, UTC+7")),
    ("Asia/Irkutsk", Words("Иркутск, UTC+8", "Irkutsk, UTC+8")),
    ("Asia/Chita", Words("Чита, UTC+9", "Chita, UTC+9")),
    ("Asia/Yakutsk", Words("Якутск, UTC+9", "Yakutsk, UTC+9")),
    ("Asia/Vladivostok", Words("Владивосток, UTC+10", "Vladivostok, UTC+10")),
    ("Asia/Sakhalin", Words("Южно-Сахалинск, UTC+11", "Yuzhno-Sakhalinsk, UTC+11")),
    ("Asia/Magadan", Words("Магадан, UTC+11", "Magadan, UTC+11")),
    ("Asia/Srednekolymsk", Words("Среднеколымск, UTC+11", "Srednekolymsk, UTC+11")),
    ("Asia/Kamchatka", Words("Петропавловск-Камчатский, UTC+12", "Petropavlovsk-Kamchatsky, UTC+12")),
    ("Asia/Anadyr", Words("Анадырь, UTC+12", "Anadyr, UTC+12")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchool:
    """`region` and `municipality` may be "": then the school stands alone or below the other one."""

    name: str
    region: str = ""
    municipality: str = ""
    timezone: str = "Europe/Moscow"
    week: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPerson:
    """Who looks after the installation; `curates`: and curates the pairs of the school, too."""

    name: str
    email: str
    position: str = ""
    password: str
    curates: bool = True


def unfounded(tx: Connection) -> bool:
    """Whether nobody has an account yet."""
    return not accounts.exist(tx)


def first_places(tx: Connection) -> list[OrganisationRow]:
    """What there is already: the account may be made for any of it."""
    return organisations.listing(tx, visible=visible(EVERYTHING, table.c.id))


def found_school(tx: Connection, *, by: By, told: NewSchool) -> OrganisationRow | Refused:
    """Add the school with what is above it. Refused once somebody has an account; raises BadInput for a bad field."""
    if not unfounded(tx):
        return _too_late()
    if told.timezone not in dict(RUSSIAN_ZONES):
        raise BadInput("timezone", "timezone: выберите пояс из списка", "timezone: choose a zone of the list")
    above: OrganisationRow | None = None
    for kind, name in (("region", told.region), ("municipality", told.municipality)):
        if not name.strip():
            continue
        made = _added(tx, by, kind, name, above, told)
        if isinstance(made, Refused):
            return made
        above = made
    return _added(tx, by, "school", told.name, above, told)


def found_administrator(tx: Connection, *, by: By, organisation_id: int, told: FirstPerson) -> UserAdded | Refused:
    """Add the person with an account and a password chosen at once. Refused once somebody has an account."""
    if not unfounded(tx):
        return _too_late()
    person = add_person(
        tx,
        by=by,
        organisation_id=organisation_id,
        told=NewPerson(name=told.name, email=told.email, position=told.position),
    )
    if isinstance(person, Refused):
        return person
    for role in ("administrator", *(("curator",) if told.curates else ())):
        granted = grant_role(tx, by=by, told=NewGrant(person_id=person.id, role=role, organisation_id=organisation_id))
        if isinstance(granted, Refused):
            return granted
    return add_user(tx, by=by, person_id=person.id, password=told.password)


def _added(
    tx: Connection, by: By, kind: str, name: str, above: OrganisationRow | None, told: NewSchool
) -> OrganisationRow | Refused:
    try:
        return add_organisation(
            tx,
            by=by,
            name=name,
            kind=kind,
            parent=above.path if above else None,
            timezone=told.timezone,
            week=told.week,
        )
    except BadInput as error:
        if error.field != "name" or kind == "school":
            raise
        ru, en = (text.replace("name:", f"{kind}:", 1) for text in (error.words.ru, error.words.en))
        raise BadInput(kind, ru, en) from None


def _too_late() -> Refused:
    return Refused(
        (
            Reason(
                "first-run",
                Words("Установка уже начата: учётная запись есть", "The installation is begun: there is an account"),
                Words("Войдите", "Sign in"),
            ),
        )
    )
