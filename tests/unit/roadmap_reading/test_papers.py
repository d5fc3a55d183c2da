"""Words about results, and the kinds of papers that prove them."""

import pytest

from engine.roadmap_reading.papers import kinds_of
from tests.support.seed_words import SeedRow, seed_rows

KINDS: dict[str, tuple[str, ...]] = {
    "Приказ": ("order",),
    "Распоряжение": ("order",),
    "издание приказа о закреплении пар": ("order",),
    "Приказ об утверждении положения": ("order",),
    "Закреплено приказом директора": ("order",),
    "Приказ о назначении кураторов, Положение о наставничестве": ("order", "regulation"),
    "Приказ и программа": ("order", "programme"),
    "Проект положения": ("regulation",),
    "Локальные акты": ("regulation",),
    "Утверждение Положения о программе наставничества": ("regulation",),
    "Утверждённая программа": ("programme",),
    "Персонализированные программы наставничества": ("programme",),
    "План работы наставника": ("plan",),
    "План-график": ("plan",),
    "составлены индивидуальные планы": ("plan",),
    "Дорожная карта внедрения": ("roadmap",),
    "Отчёт": ("report",),
    "Составление отчёта": ("report",),
    "Отчет о реализации программы": ("report",),
    "Фотоотчет": ("report",),
    "Аналитический отчет": ("report",),
    "Результаты анкетирования": ("report",),
    "Скриншоты страниц": ("publication",),
    "Листы регистрации": ("register",),
    "Справка по итогам анкетирования": ("reference",),
    "Аналитическая записка": ("reference",),
    "Справки, протоколы": ("reference", "protocol"),
    "Протоколы заседаний": ("protocol",),
    "Реестр наставников": ("register",),
    "База наставников для участия в программах": ("register",),
    "Банк наставников": ("register",),
    "Журнал посещений": ("register",),
    "Банк практик": ("collection",),
    "Базы эффективных программ и лучших практик": ("collection",),
    "Сборник методических разработок": ("collection",),
    "Соглашение": ("agreement",),
    "Договор/соглашение": ("agreement",),
    "Заключены договоры о сетевом взаимодействии": ("agreement",),
    "Согласия родителей": ("consent",),
    "100 % согласий": ("consent",),
    "Анкеты": ("questionnaire",),
    "Проведено анкетирование": ("questionnaire",),
    "Форма федерального статистического наблюдения": ("statistics",),
    "Методические рекомендации": ("guidelines",),
    "Методички": ("guidelines",),
    "Буклеты, памятки": ("publication", "guidelines"),
    "Статья в газете": ("publication",),
    "Публикации на сайте, в СМИ": ("publication",),
    "Размещение информации на сайте школы": ("publication",),
    "Пресс-релиз": ("publication",),
    "Рубрика «Наставник»": ("publication",),
    "Сертификаты участников": ("certificate",),
    "Диплом победителя": ("certificate",),
    "Программы повышения квалификации, удостоверения": ("certificate",),
    "Мониторинг": ("report",),
    "Поло-\nжение, при-\nказ": ("regulation", "order"),
    "Пpикaз": ("order",),  # Latin look-alikes
    "1) Приказ\n2) Положение": ("order", "regulation"),
}
NOTHING = (
    "",
    "Участие в мероприятиях",
    "Реализация программ наставничества",
    "Выполнено 100% позиций дорожной карты",
    "Индивидуальные планы реализованы на 90 %",
    "Мероприятия в рамках планов",
    "Внесение изменений в положение",
    "Анализ анкет",
    "Анкеты проанализированы",
    "Расположение кабинетов",
    "Предложения для включения в дорожную карту",
    "Пары сформированы",
)


# What proves these the built-in roadmaps decide; the source names no paper, or (S2-5.3) leaves the cell blank.
_SAID_NOWHERE = frozenset({"S1-15", "S2-2.3", "S2-4.4", "S2-4.5", "S2-5.3", "S2-6.2"})


@pytest.mark.parametrize("row", seed_rows(), ids=lambda row: row.id)
def test_the_seeds_promise_the_papers_of_the_built_in_roadmaps(row: SeedRow) -> None:
    decided = row.decided.document_kind
    found = (*kinds_of(row.document, row.activity), *kinds_of(row.result, row.activity))
    if decided is None or row.id in _SAID_NOWHERE:
        assert found == ()
    else:
        assert decided in found


@pytest.mark.parametrize(("words", "kinds"), KINDS.items())
def test_words_mean_kinds_of_papers(words: str, kinds: tuple[str, ...]) -> None:
    assert kinds_of(words) == kinds


@pytest.mark.parametrize("words", NOTHING)
def test_papers_only_spoken_of_prove_nothing(words: str) -> None:
    assert kinds_of(words) == ()


def test_a_bare_form_is_told_by_the_activity() -> None:
    assert kinds_of("Формы", "Заполнение формы федерального статистического наблюдения") == ("statistics",)
    assert kinds_of("Формы") == ()
