"""The people of the demonstration. Names, schools and addresses are invented; domains end in `.example`."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from engine.actors import Role
from engine.slugs import slug_of
from storage.people import PersonKind

Lifecycle = Literal["teacher-pair", "pupil-pair", "employer-pupil", "student-pupil", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody the script calls by the surname. `role` is granted on the own organisation.

    `parent` is the surname of a minor's representative; `email` is made of the surname unless it is given. Whoever has
    a role can sign in; of those who are `shown`, the demonstration prints how.
    """

    name: str
    position: str = ""
    kind: PersonKind = "staff"
    role: Role | None = None
    parent: str = ""
    email: str = ""
    shown: bool = False

    @property
    def surname(self) -> str:
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An organisation with its people. `programmes`: what it runs, with the title of each.

    `newcomers` are there from the second school year on.
    Only a teachers' programme follows the school's roadmap: that is a plan of mentoring among teachers.
    """

    slug: str
    name: str
    kind: Literal["region", "municipality", "school", "partner"]
    people: tuple[Person, ...]
    week: Literal[5, 6] = 5
    programmes: tuple[tuple[Lifecycle, str], ...] = ()
    newcomers: tuple[Person, ...] = ()

    def everybody(self) -> Iterator[Person]:
        """The people in the order they are added, each with an address."""
        yield from self.with_addresses(self.people)
        yield from self.with_addresses(self.newcomers)

    def with_addresses(self, people: tuple[Person, ...]) -> Iterator[Person]:
        """These of its people, representatives before their minors."""
        for person in sorted(people, key=lambda one: bool(one.parent)):
            yield replace(person, email=person.email or f"{slug_of(person.surname)}@{self.slug}.example")


def _leads(role: Role, name: str, position: str) -> Person:
    return Person(name=name, position=position, role=role, shown=True)


def _mentor(name: str, position: str, *, shown: bool = False) -> Person:
    return Person(name=name, position=position, role="mentor", shown=shown)


def _teacher(name: str, position: str, *, email: str = "") -> Person:
    return Person(name=name, position=position, email=email)


def _young(name: str, position: str, *, email: str = "", shown: bool = False) -> Person:
    """A mentee who signs in."""
    return Person(name=name, position=position, email=email, role="mentee", shown=shown)


def _family(pupil: str, parent: str, form: str, *, shown: bool = False) -> tuple[Person, Person]:
    """A pupil and the parent who signs and reads for him; the parent has an address of a public mail service."""
    grown_up = Person(name=parent, position="родитель", kind="employer", shown=shown)
    address = f"{slug_of(grown_up.surname)}@pochta.example"
    return (
        replace(grown_up, email=address),
        Person(name=pupil, position=f"ученик, {form}", kind="pupil", parent=grown_up.surname),
    )


REGION = Place(
    slug="kirov",
    name="Кировская область",
    kind="region",
    people=(
        _leads("administrator", "Татаринова Елена Борисовна", "руководитель регионального центра наставничества"),
        _leads("observer", "Окулов Игорь Петрович", "консультант министерства образования"),
    ),
)

DISTRICT = Place(
    slug="rechnoy",
    name="Речной район",
    kind="municipality",
    people=(_leads("administrator", "Куимова Светлана Аркадьевна", "методист управления образования"),),
)

WORKS = Place(
    slug="stanki",
    name="ООО «Речные станки»",
    kind="partner",
    people=(Person(name="Чарушин Андрей Михайлович", position="ведущий инженер", kind="employer"),),
)

SVETLOE = Place(
    slug="svetloe",
    name="Школа с. Светлое",
    kind="school",
    programmes=(("teacher-pair", "Учитель — учителю"), ("pupil-pair", "Старшие — младшим")),
    people=(
        _leads("head", "Порошин Николай Андреевич", "директор"),
        _leads("curator", "Гусева Анна Сергеевна", "заместитель директора по учебной работе"),
        _mentor("Лаптева Ольга Сергеевна", "учитель математики", shown=True),
        _mentor("Вылегжанина Татьяна Петровна", "учитель русского языка"),
        _mentor("Кощеева Людмила Ивановна", "учитель начальных классов"),
        _mentor("Бушуева Нина Васильевна", "учитель начальных классов"),
        _mentor("Ожегов Сергей Павлович", "учитель физики"),
        _teacher("Смирнов Виктор Дмитриевич", "учитель информатики"),
        _teacher("Мальцева Дарья Олеговна", "учитель литературы"),
        _teacher("Рублёва Алина Игоревна", "учитель начальных классов"),
        _teacher("Тупицына Ксения Романовна", "учитель химии"),
        *_family("Зорин Матвей Ильич", "Зорина Елена Викторовна", "10 класс"),
        *_family("Крылов Илья Павлович", "Крылова Марина Юрьевна", "7 класс"),
    ),
    newcomers=(
        _young("Юферева Инна Олеговна", "учитель английского языка", shown=True),
        _young("Попцов Артём Денисович", "учитель истории"),
        _young("Сысолятина Вера Игоревна", "учитель начальных классов"),
        *_family("Шишкин Максим Олегович", "Шишкина Анна Павловна", "5 класс", shown=True),
        *_family("Дёмина Варвара Ильинична", "Дёмин Илья Сергеевич", "6 класс"),
    ),
)

LYCEUM = Place(
    slug="lyceum-9",
    name="Лицей № 9",
    kind="school",
    week=6,
    programmes=(
        ("teacher-pair", "Молодой педагог лицея"),
        ("employer-pupil", "Инженерный класс"),
        ("student-pupil", "Студент — лицеисту"),
        ("group", "Олимпиадная группа"),
        ("pupil-pair", "Равный — равному"),
    ),
    people=(
        _leads("head", "Громов Пётр Ильич", "директор"),
        _leads("curator", "Белова Мария Петровна", "заместитель директора по воспитательной работе"),
        _teacher("Котельникова Юлия Андреевна", "методист"),
        _mentor("Шихова Наталья Борисовна", "учитель истории", shown=True),
        _mentor("Долгополова Светлана Юрьевна", "учитель английского языка"),
        _mentor("Савиных Екатерина Леонидовна", "учитель химии"),
        # The address is mistyped: the mail server will say that there is no such mailbox.
        _teacher("Носков Егор Олегович", "учитель обществознания", email="noskof@lyceum-9.example"),
        _teacher("Исупов Кирилл Денисович", "учитель физкультуры"),
        Person(name="Ветошкин Даниил Романович", position="студент колледжа", kind="student"),
        *_family("Поздеев Артём Сергеевич", "Поздеева Ольга Николаевна", "10 класс"),
        *_family("Соколов Лев Игоревич", "Соколова Вера Павловна", "9 класс"),
        *_family("Агалаков Семён Андреевич", "Агалакова Инна Сергеевна", "9 класс"),
        *_family("Бармин Фёдор Алексеевич", "Бармина Юлия Владимировна", "9 класс"),
        *_family("Ведерникова Полина Ильинична", "Ведерников Илья Петрович", "10 класс"),
        *_family("Гагаринов Тимур Маратович", "Гагаринова Алсу Ринатовна", "10 класс"),
        *_family("Царегородцев Глеб Антонович", "Царегородцева Мария Олеговна", "10 класс"),
        *_family("Ерёмин Павел Дмитриевич", "Ерёмина Оксана Игоревна", "8 класс"),
    ),
    newcomers=(
        _young("Ердяков Никита Павлович", "учитель химии"),
        _young("Лялина Софья Андреевна", "учитель английского языка"),
        Person(name="Малых Тимофей Егорович", position="студент педагогического колледжа", kind="student"),
    ),
)

SCHOOL = Place(
    slug="school-14",
    name="Школа № 14",
    kind="school",
    programmes=(("teacher-pair", "Наставничество педагогов"), ("pupil-pair", "Ученик — ученику")),
    people=(
        _leads("head", "Меркушев Олег Валентинович", "директор"),
        _leads("curator", "Дудина Вера Николаевна", "социальный педагог"),
        _mentor("Пестова Галина Степановна", "учитель географии"),
        _mentor("Перминова Лариса Геннадьевна", "учитель музыки"),
        _mentor("Огородникова Ирина Викторовна", "учитель математики", shown=True),
        _mentor("Касьянова Тамара Львовна", "учитель биологии"),
        _teacher("Клюкин Роман Евгеньевич", "учитель технологии"),
        _teacher("Хлебникова Анна Максимовна", "учитель рисования"),
        _teacher("Сунцов Максим Андреевич", "учитель математики"),
        _teacher("Бояринцев Денис Олегович", "учитель информатики"),
        *_family("Рычков Арсений Витальевич", "Рычкова Надежда Павловна", "9 класс"),
        *_family("Новосёлов Дмитрий Юрьевич", "Новосёлова Анна Витальевна", "6 класс"),
    ),
    newcomers=(
        # This address is mistyped, too, and nobody has noticed yet.
        _young("Втюрин Антон Сергеевич", "учитель физики", email="vturin@school-14.example"),
        *_family("Лузянин Егор Максимович", "Лузянина Ольга Петровна", "6 класс"),
        *_family("Целищева Кира Андреевна", "Целищев Андрей Львович", "5 класс"),
    ),
)

SCHOOLS = (SVETLOE, LYCEUM, SCHOOL)
PLACES = (REGION, DISTRICT, WORKS, *SCHOOLS)

# What the district's mail server says about these: no such mailbox, and the first time "come again later".
UNKNOWN = ("noskof@lyceum-9.example", "agalakova@pochta.example", "vturin@school-14.example")
WARY = ("kuimova@rechnoy.example", "vylegzhanina@svetloe.example", "savinykh@lyceum-9.example")
