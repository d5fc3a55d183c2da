"""One cell → one value: dates as people write them, words for sex, kind and role, lists, telephones."""

import re
from datetime import date
from typing import Literal

from engine.refusals import BadInput
from engine.search_keys import search_key
from engine.typed_days import read_day

Kind = Literal["staff", "pupil", "student", "employer"]
GrantedRole = Literal["mentor", "mentee", "curator", "head", "observer"]

_SHORT_YEAR = re.compile(r".*[./,\s-]\d{2}(\s*г\.?(ода)?)?", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]00?:00(:00)?$")
_CLASS = re.compile(r"\d{1,2}\s*[-–]?\s*[«\"]?[а-яёa-z]?[»\"]?\s*(кл\.?|класс)?", re.IGNORECASE)
_LISTED = re.compile(r"[;,\n]+")
_PHONE = re.compile(r"[\d\s()+\-–.,;доб/]{5,60}", re.IGNORECASE)
_KIND_WORDS: tuple[tuple[Kind, str], ...] = (
    ("staff", "сотрудник|сотрудница|педагог|учитель|учительница|работник|работник школы|воспитатель|staff"),
    ("pupil", "ученик|ученица|школьник|школьница|обучающийся|обучающаяся|учащийся|учащаяся|ребенок|pupil"),
    ("student", "студент|студентка|student"),
    (
        "employer",
        "работодатель|работодатель или родитель|представитель работодателя|родитель|представитель предприятия|"
        "сотрудник предприятия|партнер|законный представитель|employer",
    ),
)
_KINDS: dict[str, Kind] = {search_key(said): kind for kind, words in _KIND_WORDS for said in words.split("|")}
_ROLE_WORDS: tuple[tuple[GrantedRole, str], ...] = (
    ("mentor", "наставник|наставница|mentor"),
    ("mentee", "наставляемый|наставляемая|mentee"),
    ("curator", "куратор|curator"),
    ("head", "руководитель|директор|head"),
    ("observer", "наблюдатель|observer"),
)
_ROLES: dict[str, GrantedRole] = {search_key(said): role for role, words in _ROLE_WORDS for said in words.split("|")}
_SEXES = {
    search_key(said): sex
    for sex, words in (("f", "ж|жен|женский|женщина|f|female"), ("m", "м|муж|мужской|мужчина|m|male"))
    for said in words.split("|")
}
LONGEST_LIST = 50
MOST_PAIRS = 10  # live at once: more is a slip of the hand


def day_of(text: str, *, today: date, field: str, earliest: date, ahead: bool = False) -> date:
    """A day between `earliest` and today (`ahead`: or later); a year of two digits is never ahead.

    Raises BadInput of `field`.

    >>> day_of("25.9.98", today=date(2026, 11, 21), field="born", earliest=date(1900, 1, 1)).isoformat()
    '1998-09-25'
    """
    said = _MIDNIGHT.sub("", text.strip())
    if re.fullmatch(r"(19|20)\d\d(\s*г\.?)?", said):
        raise BadInput(field, "Нужна полная дата: день, месяц и год", "The full date is needed: day, month, year")
    found = read_day(said, today=today, field=field)
    if found > today and not ahead and _SHORT_YEAR.fullmatch(said):
        found = _century_back(found)
    if found < earliest or (found > today and not ahead):
        ru, en = f"{earliest:%d.%m.%Y}", earliest.isoformat()
        raise BadInput(
            field,
            f"Дата {found:%d.%m.%Y} не подходит: нужна от {ru} до сегодня",
            f"The date {found} does not fit: write one from {en} to today",
        )
    return found


def kind_of(text: str, field: str = "kind") -> Kind:
    """Raises BadInput for a word that names no kind."""
    found = _KINDS.get(search_key(text))
    if found is None:
        raise BadInput(
            field,
            f"«{text[:40]}»: напишите сотрудник, школьник, студент или работодатель",
            f"“{text[:40]}”: write сотрудник, школьник, студент or работодатель",
        )
    return found


def kind_by_position(position: str) -> Kind:
    """Whom a position without a word about the kind tells of: a class is a pupil's.

    >>> kind_by_position("8 «А» класс"), kind_by_position("учитель математики")
    ('pupil', 'staff')
    """
    return "pupil" if _CLASS.fullmatch(position.strip()) else "staff"


def role_of(text: str, field: str = "role") -> GrantedRole:
    """Raises BadInput for a word that names no role that a file may give."""
    found = _ROLES.get(search_key(text))
    if found is None:
        raise BadInput(
            field,
            f"«{text[:40]}»: напишите наставник, наставляемый, куратор, руководитель или наблюдатель",
            f"“{text[:40]}”: write наставник, наставляемый, куратор, руководитель or наблюдатель",
        )
    return found


def sex_of(text: str, field: str = "sex") -> str:
    """`f` or `m`. Raises BadInput otherwise."""
    found = _SEXES.get(search_key(text).rstrip("."))
    if found is None:
        raise BadInput(field, f"«{text[:40]}»: напишите «ж» или «м»", f"“{text[:40]}”: write “ж” or “м”")
    return found


def phone_of(text: str, field: str = "phone") -> str:
    """As written, checked to be a number. Raises BadInput."""
    said = " ".join(text.split())
    if not _PHONE.fullmatch(said) or sum(letter.isdigit() for letter in said) < 5:
        raise BadInput(
            field,
            "Это не номер телефона: напишите, например, +7 912 345-67-89",
            "This is no phone number: write one such as +7 912 345-67-89",
        )
    return said


def capacity_of(text: str, field: str = "capacity") -> int:
    """How many pairs a mentor leads at once. Raises BadInput unless it is a whole number from 0 to 10."""
    said = text.strip().removesuffix(",0").removesuffix(".0")
    if said.isascii() and said.isdigit() and int(said[:4]) <= MOST_PAIRS:
        return int(said)
    raise BadInput(field, f"Нужно целое число от 0 до {MOST_PAIRS}", f"A whole number from 0 to {MOST_PAIRS} is needed")


def listed(text: str, field: str, *, most: int = LONGEST_LIST) -> list[str]:
    """What stands between commas, semicolons and line ends, each once. Raises BadInput of too many.

    >>> listed("математика; ЕГЭ,  математика", "needs")
    ['математика', 'ЕГЭ']
    """
    found = list(dict.fromkeys(said for part in _LISTED.split(text) if (said := " ".join(part.split()))))
    if len(found) > most:
        raise BadInput(field, f"Не больше {most} слов через запятую", f"At most {most} entries")
    if any(len(one) > 200 for one in found):
        raise BadInput(field, "Каждое не длиннее 200 знаков", "Each of at most 200 characters")
    return found


def _century_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 100)
    except ValueError:  # 29 February of a year that has none
        return day.replace(year=day.year - 100, day=28)
