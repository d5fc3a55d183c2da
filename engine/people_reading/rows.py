"""A row of a table of people → one person, or a fault for every cell that does not fit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.people_reading.columns import BEFORE_CONSENT, FIELDS, Field
from engine.people_reading.names import initials_of, is_name, tidy_name
from engine.people_reading.values import (
    GrantedRole,
    Kind,
    capacity_of,
    day_of,
    kind_of,
    listed,
    phone_of,
    role_of,
    sex_of,
)
from engine.refusals import BadInput
from engine.words import Words

EARLIEST = date(1900, 1, 1)
EARLIEST_CONSENT = date(2000, 1, 1)
_LONGEST: Mapping[Field, int] = {"request": 2000, "achievements": 2000}
_LONGEST_OTHER = 300
_HIDDEN_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\0")


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with what a row says about a field."""

    field: Field
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPerson:
    """What a row says; `organisation` in its own words. `details` are the fields that wait for a consent; None and "" =
    the row is silent."""

    name: str = ""
    email: str = ""
    kind: Kind | None = None
    role: GrantedRole | None = None
    position: str = ""
    organisation: str = ""
    consent: date | None = None
    representative: str = ""
    representative_email: str = ""
    details: Mapping[Field, Any] = field(default_factory=dict[Field, Any])


Address = Callable[[str, str], str]


def read_row(cells: Mapping[Field, str], *, today: date, address: Address) -> tuple[ReadPerson, tuple[CellFault, ...]]:
    """The person of a row with every fault. `address(text, field)` checks a mail address and raises BadInput.

    >>> person, faults = read_row({"name": "Иванова Мария", "sex": "?"}, today=date(2026, 9, 1),
    ...                           address=lambda text, field: text)
    >>> person.name, [fault.field for fault in faults]
    ('Иванова Мария', ['sex'])
    """
    reader = _Reader(cells, today, address)
    name = reader.name()
    email = reader.value("email", lambda text: address(_bare(text), "email")) or ""
    position = reader.text("position")
    representative = reader.value("representative", _full_name) or ""
    person = ReadPerson(
        name=name,
        email=email,
        kind=reader.value("kind", kind_of),
        role=reader.value("role", role_of),
        position=position,
        organisation=reader.text("organisation"),
        consent=reader.value(
            "consent", lambda text: day_of(text, today=today, field="consent", earliest=EARLIEST_CONSENT)
        ),
        representative=representative,
        representative_email=reader.value(
            "representative_email", lambda text: address(_bare(text), "representative_email")
        )
        or "",
        details=reader.details(),
    )
    if person.representative_email and "representative" not in cells:
        reader.fault("representative_email", "Впишите и имя представителя", "Write the representative's name, too")
    if person.consent and (born := person.details.get("born")) and person.consent < born:
        reader.fault("consent", "Согласие подписано раньше дня рождения", "The consent is older than the person")
    return person, tuple(reader.faults)


class _Reader:
    """Reads cell after cell and keeps what does not fit."""

    def __init__(self, cells: Mapping[Field, str], today: date, address: Address) -> None:
        self._cells, self._today, self._address = cells, today, address
        self.faults: list[CellFault] = []

    def value(self, field: Field, read: Callable[[str], Any]) -> Any:
        """None when the cell is empty or does not fit."""
        said = self._cells.get(field, "").strip()
        if not said:
            return None
        if not _HIDDEN_SIGNS.isdisjoint(said):
            self.fault(field, "Уберите управляющие знаки", "Remove the control characters")
            return None
        try:
            return read(said)
        except BadInput as error:
            ru, en = (text.removeprefix(f"{field}: ") for text in (error.words.ru, error.words.en))
            self.fault(field, ru[:1].upper() + ru[1:], en[:1].upper() + en[1:])
            return None

    def text(self, field: Field) -> str:
        return self.value(field, lambda said: _bounded(said, field, _LONGEST.get(field, _LONGEST_OTHER))) or ""

    def fault(self, field: Field, ru: str, en: str) -> None:
        self.faults.append(CellFault(field, Words(ru, en)))

    def name(self) -> str:
        parts = [self._cells.get(part, "") for part in ("surname", "first_name", "patronymic")]
        where: Field = "name" if self._cells.get("name", "").strip() or not any(parts) else "surname"
        whole = self._cells.get("name", "").strip() or " ".join(part.strip() for part in parts if part.strip())
        if not whole:
            self.fault(where, "Впишите фамилию, имя и отчество", "Write the name")
            return ""
        try:
            return _person_name(whole)
        except BadInput as error:
            self.fault(where, error.words.ru, error.words.en)
            return ""

    def details(self) -> dict[Field, Any]:
        found: dict[Field, Any] = {}
        for each in FIELDS:
            if each in BEFORE_CONSENT or not self._cells.get(each, "").strip():
                continue
            value = self._detail(each)
            if value not in (None, "", []):
                found[each] = value
        if "born" in found and "hired" in found and found["hired"] <= found["born"]:
            self.fault("hired", "Дата приёма раньше даты рождения", "The hiring date is before the birth date")
        return found

    def _detail(self, each: Field) -> Any:
        match each:
            case "born" | "hired" | "entered_on":
                return self.value(each, lambda said: day_of(said, today=self._today, field=each, earliest=EARLIEST))
            case "sex":
                return self.value(each, sex_of)
            case "phone":
                return self.value(each, phone_of)
            case "capacity":
                return self.value(each, capacity_of)
            case "needs" | "competences" | "interests":
                return self.value(each, lambda said: listed(said, each))
            case _:
                return self.text(each)


def _person_name(text: str) -> str:
    name = tidy_name(text) if len(text) <= 400 else text
    if len(name) > 200:
        raise BadInput("name", "Имя длиннее 200 знаков", "The name is longer than 200 characters")
    if not is_name(name):
        raise BadInput(
            "name",
            f"«{name[:60]}» не похоже на фамилию и имя: нужны два слова из букв",
            f"“{name[:60]}” does not look like a name: two words of letters are needed",
        )
    return name


def _full_name(text: str) -> str:
    name = _person_name(text)
    if initials_of(name) is not None:
        raise BadInput("name", "Впишите имя и отчество полностью", "Write the name out, without initials")
    return name


def _bounded(text: str, field: str, longest: int) -> str:
    said = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
    if field in ("position", "organisation", "place", "category"):
        said = " ".join(said.split())
    if len(said) > longest:
        raise BadInput(
            field,
            f"Не больше {longest} знаков, сейчас {len(said)}",
            f"At most {longest} characters, there are {len(said)}",
        )
    return said


def _bare(text: str) -> str:
    return text.strip().removeprefix("mailto:").strip(" <>")
