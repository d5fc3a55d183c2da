"""Several people at once, a line each: «Фамилия Имя Отчество; почта; роль»."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By, Role
from engine.refusals import BadInput, Refused
from engine.words import Words
from workflows.add_person import NewPerson, add_person
from workflows.grant_role import NewGrant, grant_role

_MOST = 200
_ROLES: dict[str, Role] = {
    "наставник": "mentor",
    "наставляемый": "mentee",
    "наставляемая": "mentee",
    "куратор": "curator",
    "руководитель": "head",
    "директор": "head",
    "наблюдатель": "observer",
    "mentor": "mentor",
    "mentee": "mentee",
    "curator": "curator",
    "head": "head",
    "observer": "observer",
}
_PUPIL = ("ученик", "ученица", "школьник", "школьница", "pupil")


@dataclass(frozen=True, slots=True)
class PeopleAdded:
    """`roles`: how many of the `people` got one."""

    people: int
    roles: int


@dataclass(frozen=True, slots=True)
class _Told:
    number: int
    person: NewPerson
    role: Role | None


def add_people(tx: Connection, *, by: By, organisation_id: int, lines: str) -> PeopleAdded | Refused:
    """Add everybody or nobody. A pupil («ученик») needs no address and no role.

    Raises BadInput of `lines` that names the line.
    """
    told = _read(lines)
    roles = 0
    for one in told:
        try:
            made = add_person(tx, by=by, organisation_id=organisation_id, told=one.person)
            if isinstance(made, Refused):
                return made
            if one.role is not None:
                grant = NewGrant(person_id=made.id, role=one.role, organisation_id=organisation_id)
                granted = grant_role(tx, by=by, told=grant)
                if isinstance(granted, Refused):
                    return granted
                roles += 1
        except BadInput as error:
            raise _at(one.number, error.words) from None
    return PeopleAdded(len(told), roles)


def _read(lines: str) -> list[_Told]:
    numbered = [(number, line.strip()) for number, line in enumerate(lines.splitlines(), start=1)]
    wanted = [(number, line) for number, line in numbered if line]
    if not wanted:
        raise BadInput("lines", "lines: впишите хотя бы одну строку", "lines: write at least one line")
    if len(wanted) > _MOST:
        raise BadInput("lines", f"lines: не больше {_MOST} строк за раз", f"lines: at most {_MOST} lines at once")
    return [_line(number, line) for number, line in wanted]


def _line(number: int, line: str) -> _Told:
    name, email, said, *rest = [*(cell.strip() for cell in line.split(";")), "", ""][:4]
    if rest and rest[0]:
        raise _at(number, Words("лишняя точка с запятой", "one semicolon too many"))
    word = said.lower().replace("ё", "е")
    if word in _PUPIL:
        return _Told(number, NewPerson(name=name, email=email, kind="pupil"), None)
    if word and word not in _ROLES:
        known = ", ".join(["наставник", "наставляемый", "куратор", "руководитель", "ученик"])
        raise _at(number, Words(f"роль «{said[:40]}»: одно из: {known}", f"the role “{said[:40]}”: one of: {known}"))
    return _Told(number, NewPerson(name=name, email=email), _ROLES.get(word))


def _at(number: int, words: Words) -> BadInput:
    return BadInput("lines", f"lines: строка {number}: {words.ru}", f"lines: line {number}: {words.en}")
