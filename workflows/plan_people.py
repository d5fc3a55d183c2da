"""What loading a file of people would do, row by row: who is new, who is there, what stands in the way."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, cast

from rapidfuzz.distance import DamerauLevenshtein

from engine.actors import Actor
from engine.minors import is_minor
from engine.people_reading.columns import TITLES, Field
from engine.people_reading.matching import Known, Match, Register
from engine.people_reading.names import initials_of
from engine.people_reading.places import Place
from engine.people_reading.rows import CellFault, ReadPerson, read_row
from engine.people_reading.sheets import Headed, column_letters
from engine.people_reading.values import Kind, kind_by_position
from engine.permissions import may_give
from engine.refusals import BadInput
from engine.search_keys import search_key
from engine.words import Words
from notifications.addresses import plain_address
from storage.people_bulk import Stored
from workflows.people_there import People

Action = Literal["add", "change", "same", "decide", "fault", "skip"]
"""`decide`: perhaps somebody who is there, a person says; `skip`: a person said to leave the row out."""

_GATED = Words(
    "До согласия хранятся только имя, почта, организация и должность: впишите день в столбец «Согласие подписано» "
    "или уберите эти сведения",
    "Before a consent only name, mail, organisation and position are stored: write the day of the consent or remove "
    "this",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """`column` from 1, None = the sheet has no such column. `gated`: the row may be loaded without this cell."""

    field: Field
    column: int | None
    words: Words
    gated: bool = False


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row. `place`: the organisation it belongs to; `person_id`: who it is, of those stored; `alike`: who it may be
    (a negative id: an earlier row).

    `kind` is what the person will be; `minor` as of today; `signs`: the row brings a new consent.
    """

    key: str
    sheet: int
    row: int
    read: ReadPerson
    action: Action
    place: Place
    kind: Kind = "staff"
    minor: bool = False
    signs: bool = False
    person_id: int | None = None
    changes: tuple[Field, ...] = ()
    alike: tuple[Known, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def gated(self) -> bool:
        return any(one.gated for one in self.faults)


def plan_rows(
    told: Iterable[Mapping[str, Any]],
    people: People,
    *,
    today: date,
    giver: Actor,
    progress: Callable[[int], None] = lambda rows: None,
) -> list[RowPlan]:
    """The plan of every row in its order; `told` as `people_import` keeps it, `giver`: whoever gives the roles.
    `progress` is told each row."""
    registers = _registers(people)
    sheets: list[Headed] = []
    plans: list[RowPlan] = []
    earlier: dict[int, RowPlan] = {}
    for one in told:
        if "sheet" in one:
            sheets.append(Headed.from_document(one["sheet"]))
            continue
        planner = _Row(people, sheets[one["at"]], one, today, giver=giver)
        register = registers.setdefault(planner.place.id, Register((), DamerauLevenshtein.distance))
        plan = planner.plan(register, earlier)
        plans.append(plan)
        progress(1)
        if plan.person_id is not None:
            earlier[plan.person_id] = plan
        elif plan.read.name and plan.action in ("add", "decide"):
            number = -len(plans)
            earlier[number] = plan
            known = Known(
                number, plan.read.name, search_key(plan.read.name), plan.read.email, plan.read.details.get("born")
            )
            register.add(known)
    return plans


def _registers(people: People) -> dict[int, Register]:
    """Who is alike is asked within each organisation."""
    found: dict[int, Register] = {}
    for one in people.stored.values():
        register = found.setdefault(one.organisation_id, Register((), DamerauLevenshtein.distance))
        register.add(Known(one.id, one.name, one.key, one.email, one.born))
    return found


def where(plan: RowPlan, fault: Fault, sheets: Sequence[str]) -> Words:
    """The place of a fault: «Лист «Участники», строка 5, столбец D «Почта»»."""
    title = TITLES[fault.field]
    sheet = sheets[plan.sheet] if len(sheets) > 1 else ""
    ru, en = (f"Лист «{sheet}», строка", f"Sheet “{sheet}”, row") if sheet else ("Строка", "Row")
    if fault.column is None:
        return Words(f"{ru} {plan.row}, «{title.ru}»", f"{en} {plan.row}, “{title.en}”")
    letters = column_letters(fault.column)
    return Words(f"{ru} {plan.row}, столбец {letters} «{title.ru}»", f"{en} {plan.row}, column {letters} “{title.en}”")


class _Row:
    """Plans one row."""

    def __init__(self, people: People, sheet: Headed, told: Mapping[str, Any], today: date, *, giver: Actor) -> None:
        self._people, self._today, self._giver = people, today, giver
        self._at, self._row, self._decision = told["at"], told["row"], told.get("decision")
        self._columns = {name: column for column, name in sheet.fields.items()}
        cells: dict[Field, str] = {}
        for column, name in sheet.fields.items():
            if said := told["cells"].get(str(column), ""):
                cells[name] = said
        self._read, faults = read_row(cells, today=today, address=plain_address)
        self._faults = [self._fault(one) for one in faults]
        self.place = people.places.chosen
        try:
            self.place = people.places.named(self._read.organisation)
        except BadInput as error:
            self._say("organisation", error.words.ru, error.words.en)

    def plan(self, register: Register, earlier: Mapping[int, RowPlan]) -> RowPlan:
        read = self._read
        if self._faulty("organisation") and self._decision != "skip":
            return self._made("fault")  # whom it is like is asked where it belongs
        match = register.find(read.name, read.email, read.details.get("born")) if read.name else Match()
        if match.same is not None and match.same.id in earlier:
            first = earlier[match.same.id]
            self._say("name", f"Повтор строки {first.row}: уберите одну из них", f"Row {first.row} again: remove one")
            return self._made("fault")
        if self._decision == "skip":
            return self._made("skip")
        stored = self._who(match)
        if stored is None and match.alike and self._decision != "new":
            # Whether a consent or an address is missing shows only when it is known who this is.
            return replace(self._made("fault" if self._faults else "decide"), alike=match.alike)
        self._check(stored)
        return self._settled(stored, match)

    def _who(self, match: Match) -> Stored | None:
        if match.same is not None:
            return self._people.stored[match.same.id]
        if isinstance(self._decision, int) and self._decision in {one.id for one in match.alike}:
            return self._people.stored.get(self._decision)
        return None

    def _settled(self, stored: Stored | None, match: Match) -> RowPlan:
        kind = self._kind(stored)
        changes = self._changes(stored, kind) if stored is not None else ()
        action: Action = "add" if stored is None else "change" if changes else "same"
        if any(not one.gated for one in self._faults):
            action = "fault"
        made = self._made(action)
        return replace(
            made,
            kind=kind,
            minor=self._minor(stored),
            signs=self._signs(stored),
            person_id=stored.id if stored else None,
            changes=changes,
            alike=match.alike,
        )

    def _made(self, action: Action) -> RowPlan:
        return RowPlan(
            f"{self._at}:{self._row}",
            self._at,
            self._row,
            self._read,
            action,
            self.place,
            kind=self._kind(None),
            faults=tuple(self._faults),
        )

    def _kind(self, stored: Stored | None) -> Kind:
        if self._read.kind is not None:
            return self._read.kind
        if stored is not None:
            return cast(Kind, stored.kind)
        return "pupil" if self._read.representative else kind_by_position(self._read.position)

    def _minor(self, stored: Stored | None) -> bool:
        born = self._read.details.get("born") or (stored.born if stored else None)
        return is_minor(self._kind(stored), born, self._today)

    def _signs(self, stored: Stored | None) -> bool:
        return self._read.consent is not None and not self._people.signed(stored.id if stored else None)

    def _check(self, stored: Stored | None) -> None:
        """What only the whole row and the stored people tell."""
        read, kind = self._read, self._kind(stored)
        if stored is None and read.name and initials_of(read.name) is not None and not self._faulty("name"):
            self._say("name", "Впишите имя и отчество полностью", "Write the name out, without initials")
        if kind != "pupil" and not read.email and not (stored and stored.email) and not self._faulty("email"):
            self._say("email", "Нужен адрес почты, без него бывает только школьник", "A mail address is needed")
        if read.role and (reason := may_give(self._giver, read.role)) is not None:
            self._say(
                "role",
                f"{reason.reason.ru}: уберите роль из строки или попросите загрузить файл их",
                f"{reason.reason.en}: remove the role from the row or ask them to load the file",
            )
        self._check_representative(kind)
        self._check_consent(stored)

    def _check_representative(self, kind: Kind) -> None:
        read = self._read
        if not read.representative:
            return
        if kind != "pupil":
            self._say("representative", "Представитель бывает только у школьника", "Only a pupil has a representative")
        elif search_key(read.representative) == search_key(read.name):
            self._say("representative", "Школьник не может представлять себя", "A pupil cannot represent himself")
        elif not read.representative_email and not self._people.grown_ups.get(
            (self.place.id, search_key(read.representative))
        ):
            self._say("representative_email", "Впишите почту представителя", "Write the representative's mail")

    def _check_consent(self, stored: Stored | None) -> None:
        read = self._read
        if self._signs(stored):
            if stored is not None and stored.id in self._people.consents:
                self._say(
                    "consent",
                    "Прежнее согласие отозвано или истекло: запишите новое на странице участника",
                    "The earlier consent is withdrawn or over: record a new one on the person's page",
                )
            represented = bool(read.representative) or bool(stored and self._people.represented.get(stored.id))
            if self._minor(stored) and not represented:
                self._say(
                    "consent",
                    "За несовершеннолетнего подписывает представитель: впишите его имя и почту",
                    "A representative signs for a minor: write the representative's name and mail",
                )
        elif not self._people.signed(stored.id if stored else None) and not self._faulty("consent"):
            for name in read.details:
                self._faults.append(Fault(name, self._columns.get(name), _GATED, gated=True))

    def _changes(self, stored: Stored, kind: Kind) -> tuple[Field, ...]:
        read = self._read
        found: list[Field] = []
        if read.position and read.position != stored.position:
            found.append("position")
        if read.email and not stored.email:
            found.append("email")
        if kind != stored.kind:
            found.append("kind")
        if read.role and (stored.id, read.role, self.place.id) not in self._people.roles:
            found.append("role")
        if read.representative and not self._represents(stored):
            found.append("representative")
        if self._signs(stored):
            found.append("consent")
        if self._signs(stored) or self._people.signed(stored.id):
            found.extend(name for name, value in read.details.items() if _before(stored, name) != value)
        return tuple(found)

    def _represents(self, stored: Stored) -> bool:
        key = search_key(self._read.representative)
        return any(
            (one := self._people.stored.get(person)) is not None and one.key == key
            for person in self._people.represented.get(stored.id, ())
        )

    def _faulty(self, name: Field) -> bool:
        return any(one.field == name for one in self._faults)

    def _fault(self, found: CellFault) -> Fault:
        return Fault(found.field, self._columns.get(found.field), found.words)

    def _say(self, name: Field, ru: str, en: str) -> None:
        column = self._columns.get(name, self._columns.get("surname") if name == "name" else None)
        self._faults.append(Fault(name, column, Words(ru, en)))


def _before(stored: Stored, name: Field) -> Any:
    return getattr(stored, name) if name in ("born", "hired") else stored.profile.get(name)
