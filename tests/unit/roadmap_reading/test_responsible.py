"""Words about who is responsible, and the roles, people and organisations they mean."""

import pytest

from engine.roadmap_reading.responsible import understood
from tests.support.seed_words import SeedRow, seed_rows

ROLES: dict[str, tuple[str, ...]] = {
    "Руководитель ОО": ("head",),
    "Директор": ("head",),
    "директор школы": ("head",),
    "Директор МБОУ СОШ № 5": ("head",),
    "Заведующий МБДОУ": ("head",),
    "Руководители общеобразовательных организаций": ("head",),
    "зам. директора по УВР": ("head",),
    "Зам.директора по ВР": ("head",),
    "Заместитель директора по учебно-воспитательной работе": ("head",),
    "Замдиректора по НМР": ("head",),
    "завуч": ("head",),
    "и.о. директора": ("head",),
    "Зам.дир. по УВР": ("head",),
    "ЗДУВР": ("head",),
    "зам по ВР": ("head",),
    "Директор, заместители директора по УВР и ВР": ("head",),
    "Куратор внедрения модели": ("curator",),
    "Куратор наставников": ("curator",),
    "Директор, ответственный за внедрение ЦМН": ("head", "curator"),
    "Кураторы программы наставничества": ("curator",),
    "Координатор": ("curator",),
    "ответственный за внедрение наставничества": ("curator",),
    "Куратор и рабочая группа": ("curator",),
    "Куратор (зам. директора по ВР)": ("curator", "head"),
    "Педагог-наставник": ("mentor",),
    "учителя-наставники": ("mentor",),
    "Наставники, наставляемые": ("mentor", "mentee"),
    "наставники и наставляемые": ("mentor", "mentee"),
    "Участники наставнических пар": ("mentor", "mentee"),
    "молодые специалисты": ("mentee",),
    "Куратор\nНаставник": ("curator", "mentor"),
    "Куратор в ОО Педагог-наставник": ("curator", "mentor"),
    "Директор лицея, куратор лицея": ("head", "curator"),
    "Администрация школы": ("head", "administrator"),
    "Администрация ОУ, куратор": ("head", "administrator", "curator"),
    "Администрация\nМБОУ СОШ с.\nКрасное": ("head", "administrator"),
    "ИРО": ("external",),
    "ИРО*": ("external",),
    "Директор ИРО": ("external",),
    "МКУ ЦРО, ОО": ("external", "head"),
    "РМК": ("external",),
    "Администрация МО": ("external",),
    "Методист ИРО": ("external",),
    "КОГОАУ ДПО «ИРО Кировской области»": ("external",),
    "РНЦ": ("external",),
    "МАУ ДО «Радуга»": ("external",),
    "МКУ «Центр развития образования»": ("external",),
    "социальные партнёры": ("external",),
    "Администрация района": ("external",),
    "Министерство образования Кировской области": ("external",),
    "ОМС (по согласованию)": ("external",),
    "Управление образования": ("administrator",),
    "Отдел образования администрации Омутнинского района": ("administrator",),
    "Комитет образования, ОО": ("administrator", "head"),
    "управление образования и спорта администрации округа, школы района": ("administrator", "head"),
    "образовательные организации": ("head",),
    "ДОУ": ("head",),
    "Школы района": ("head",),
    "ЦНППМ, куратор": ("external", "curator"),
    "Диpектop": ("head",),  # Latin look-alikes
    "Курa-\nтор": ("curator",),
}
TO_ASSIGN = (
    "Определяется образовательной организацией",
    "определяется школой самостоятельно",
    "Определяется приказом директора",
    "Определяет ОО",
    "рабочая группа",
    "классные руководители",
    "Классный руководитель 9 класса",
    "руководитель ШМО",
    "Руководители методических объединений",
    "Методическая служба гимназии",
    "Советник директора по воспитанию",
    "Педагог-психолог, социальный педагог",
    "Психологическая служба школы",
    "Учителя-предметники",
    "Председатель профкома",
    "Заведующий методическим кабинетом",
    "ответственный за сайт",
    "Петрова Анна Ивановна",
    "Н.А. Соколов",
)


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row.id)
def test_the_seeds_name_whom_the_built_in_roadmaps_name(row: SeedRow) -> None:
    decided = row.decided
    expected = (() if decided.responsible is None else (decided.responsible,)) + decided.coexecutors
    assert understood(row.responsible).roles == expected


@pytest.mark.parametrize(("words", "roles"), ROLES.items())
def test_words_mean_roles(words: str, roles: tuple[str, ...]) -> None:
    found = understood(words)
    assert found.roles == roles
    assert not found.to_assign


@pytest.mark.parametrize("words", TO_ASSIGN)
def test_the_school_has_to_choose(words: str) -> None:
    found = understood(words)
    assert found.roles == ()
    assert found.to_assign


@pytest.mark.parametrize("words", ["", " ", "—", "-", "*", "\n"])
def test_nothing_said_means_nothing(words: str) -> None:
    found = understood(words)
    assert (found.roles, found.to_assign, found.named, found.outside) == ((), False, (), ())


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Соколов Н.А., ответственный за сайт", ("Соколов Н.А.",)),
        ("Иванова М. П., педагог-психолог", ("Иванова М. П.",)),
        ("Директор Смирнов В.Д.", ("Смирнов В.Д.",)),
        ("зам. директора по УВР Петрова Н.П., куратор Сидорова А.А.", ("Петрова Н.П.", "Сидорова А.А.")),
        ("Н.А. Соколов", ("Н.А. Соколов",)),
        ("Петрова-Водкина Анна Ивановна", ("Петрова-Водкина Анна Ивановна",)),
        ("Куратор", ()),
    ],
)
def test_people_are_named(words: str, named: tuple[str, ...]) -> None:
    assert understood(words).named == named


@pytest.mark.parametrize(
    ("words", "outside"),
    [
        ("МБОУ СОШ № 5, ИРО, ОМС*", ("ИРО", "ОМС")),
        ("Управление образования, МАУ ДО «Радуга»", ("Управление образования", "МАУ ДО «Радуга»")),
        ("Директор, куратор", ()),
    ],
)
def test_organisations_outside_keep_their_names(words: str, outside: tuple[str, ...]) -> None:
    assert understood(words).outside == outside
