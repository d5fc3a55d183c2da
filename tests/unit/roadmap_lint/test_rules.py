"""Each rule finds its defect in made-up roadmaps and is silent about sound ones."""

from datetime import date

import pytest

from engine.deadlines import read
from engine.periods import Period, school_year
from engine.refusals import BadInput
from engine.roadmap_lint import RULES, Finding, LintRoadmap, LintRow, lint, rule
from engine.source import Spot

YEAR = school_year(2025)


def row(number: str, activity: str, deadline: str = "весь период", **more: object) -> LintRow:
    values: dict[str, object] = {"responsible": "Куратор", "result": "Приказ", "measured": True} | more
    return LintRow(number, "1", activity, deadline, read(deadline, YEAR).deadline, **values)  # type: ignore[arg-type]  # words and flags by name


def found(*rows: LintRow, key: str = "", **head: object) -> list[Finding]:
    values: dict[str, object] = {"title": "", "period": YEAR, "approved_on": None, "organisation": "", "sections": ()}
    listed = lint(LintRoadmap(rows=rows, **(values | head)))  # type: ignore[arg-type]  # the head by name
    return [one for one in listed if not key or one.rule.key == key]


BASE = "Формирование базы наставников"
PAIRS = "Формирование наставнических пар"
CONSENTS = "Сбор согласий на обработку персональных данных"
PLANS = "Утверждение индивидуальных планов"
CLOSING = "Заключительная встреча участников программы"


@pytest.mark.parametrize(
    ("late", "early"),
    [
        (CONSENTS, BASE),
        (CONSENTS, PAIRS),
        (BASE, PAIRS),
        ("Назначение наставников приказом", PAIRS),
        ("Назначение куратора", PAIRS),
        ("Анализ анкет, выявление запросов наставляемых", PAIRS),
        (PAIRS, "Первые встречи наставников и наставляемых"),
        (PAIRS, PLANS),
        ("Приказ о закреплении наставнических пар", PLANS),
        ("Приказ о закреплении наставнических пар", CLOSING),
        (PLANS, CLOSING),
        ("Утверждение дорожной карты", PAIRS),
    ],
)
def test_things_out_of_order_are_found(late: str, early: str) -> None:
    told = found(row("1", late, "до 20.11.2025"), row("2", early, "до 01.10.2025"), key="contradictory-order")
    assert [one.items for one in told] == [("1", "2")]
    assert not found(row("1", late, "до 01.10.2025"), row("2", early, "до 20.11.2025"), key="contradictory-order")
    assert not found(row("1", late, "октябрь 2025"), row("2", early, "октябрь 2025"), key="contradictory-order")
    assert not found(row("1", late, "весь период"), row("2", early, "до 01.10.2025"), key="contradictory-order")


def test_an_order_of_pairs_may_follow_them_within_weeks() -> None:
    order = "Издание приказа о закреплении наставнических пар"
    assert not found(row("1", order, "до 15.10.2025"), row("2", PAIRS, "до 01.10.2025"), key="contradictory-order")
    assert found(row("1", order, "до 15.12.2025"), row("2", PAIRS, "до 01.10.2025"), key="contradictory-order")


def test_a_repeated_row_does_not_count_when_an_early_one_is_there() -> None:
    rows = (row("1", BASE, "до 01.09.2025"), row("2", PAIRS, "до 01.10.2025"), row("3", BASE, "до 01.05.2026"))
    assert not found(*rows, key="contradictory-order")


def test_a_dated_row_must_not_need_an_undated_one() -> None:
    told = found(row("1", BASE), row("2", PAIRS, "до 01.10.2025"), key="needs-undated-row")
    assert [one.items for one in told] == [("1", "2")]
    assert not found(row("1", BASE, "до 01.09.2025"), row("2", PAIRS, "до 01.10.2025"), key="needs-undated-row")
    assert not found(row("1", BASE), row("2", PAIRS), key="needs-undated-row")


def test_bases_before_consents_are_a_warning_with_the_law() -> None:
    base, consents = row("1", BASE, "до 31.08.2025"), row("6", CONSENTS, "до 20.09.2025")
    [one] = found(base, consents, key="contradictory-order")
    assert (one.severity, one.items) == ("warning", ("6", "1"))
    assert one.why.ru.endswith("До согласия хранят только имя, адрес, организацию и должность (152-ФЗ)")
    [other] = found(row("1", PAIRS, "до 31.08.2025"), consents, key="contradictory-order")
    assert "152-ФЗ" not in other.why.ru


def test_bases_without_a_row_of_consents_are_a_hint() -> None:
    assert [one.severity for one in found(row("1", BASE), key="no-consents")] == ["hint"]
    assert not found(row("1", BASE), row("2", CONSENTS), key="no-consents")
    assert not found(row("1", "Банк лучших практик"), key="no-consents")


@pytest.mark.parametrize(
    ("deadline", "outside"),
    [
        ("до 01.10.2024", True),
        ("до 01.10.2026", True),
        ("до 25.08.2025", False),
        ("май 2026", False),
        ("весь период", False),
    ],
)
def test_days_outside_the_period(deadline: str, outside: bool) -> None:
    assert bool(found(row("1", "Семинар", deadline), key="outside-period")) is outside
    assert not found(row("1", "Семинар", deadline), key="outside-period", period=None)


@pytest.mark.parametrize(
    "text",
    [
        "Результаты 2023-2024 учебного года",
        "Разработка дорожной карты на 2021 год",
        "Отчёт за 2022/2023 уч. год",
        "Отчет за 2022/23 уч. год",
        "Мероприятия на 2024 г.",
        "Дорожная карта на 2023",
    ],
)
def test_stale_years_are_found(text: str) -> None:
    assert len(found(row("1", text), key="stale-year")) == 1
    assert len(found(row("1", "Семинар", result=text), key="stale-year")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Результаты 2025-2026 учебного года",
        "Закон от 29.12.2012 № 273-ФЗ",
        "Распоряжение от 25 декабря 2019 года",
        "Концепция до 2030 года",
        "Программа 2024-2027 гг.",
        "начиная с 2019 года",
        "письмо № АЗ-1128/08 от 21.12.2021",
        "Программа 2018",
        "2018 участников",
    ],
)
def test_years_of_laws_and_long_programmes_are_not_stale(text: str) -> None:
    assert not found(row("1", text), key="stale-year")


def test_due_before_the_approving_order() -> None:
    approved = {"approved_on": date(2025, 10, 1)}
    told = found(
        row("1", "Семинар", "до 15.09.2025"), row("2", "Семинар", "до 15.10.2025"), key="before-approval", **approved
    )
    assert [one.items for one in told] == [("1",)]
    assert not found(row("1", "Семинар", "до 15.09.2025"), key="before-approval")


def test_due_before_the_row_that_approves() -> None:
    rows = (row("1", "Утверждение дорожной карты", "октябрь 2025"), row("2", "Семинар", "до 15.09.2025"))
    assert [one.items for one in found(*rows, key="before-approval")] == [("2", "1")]


def test_begins_in_a_year_before_the_approval() -> None:
    head = {"approved_on": date(2022, 4, 1), "period": None}
    assert found(row("1", "Семинар", "2021-2023 гг."), key="starts-before-approval", **head)
    assert not found(row("1", "Семинар", "2022-2023 гг."), key="starts-before-approval", **head)


@pytest.mark.parametrize(
    ("activity", "deadline", "contradicts"),
    [
        ("Встреча до 15.09.2025", "до 25.09.2025", True),
        ("Провести встречу 15 октября 2025", "сентябрь 2025", True),
        ("Провести встречу 15 октября", "до 25.09.2025", False),
        ("Провести встречу 15 сентября", "сентябрь 2025", False),
        ("Встреча 25.09.2025", "до 25.09.2025", False),
        ("Встреча по приказу от 01.03.2024", "до 25.09.2025", False),
        ("Встреча 15 октября", "весь период", False),
        ("Встреча в 10 классах", "до 25.09.2025", False),
    ],
)
def test_a_date_in_the_text_against_the_deadline(activity: str, deadline: str, contradicts: bool) -> None:
    assert bool(found(row("1", activity, deadline), key="inner-date")) is contradicts


def test_an_unclear_deadline_is_a_hint() -> None:
    assert [one.severity for one in found(row("1", "Семинар", "когда-нибудь"), key="unclear-deadline")] == ["hint"]
    assert not found(row("1", "Семинар", "май 2026"), key="unclear-deadline")


@pytest.mark.parametrize(
    ("key", "blank"),
    [
        ("empty-deadline", {"deadline": ""}),
        ("empty-responsible", {"responsible": ""}),
        ("empty-result", {"result": ""}),
    ],
)
def test_blank_cells(key: str, blank: dict[str, str]) -> None:
    sound = row("1", "Семинар", "май 2026")
    empty = row("2", "Круглый стол", **blank) if "deadline" in blank else row("2", "Круглый стол", "май 2026", **blank)
    assert [one.items for one in found(sound, empty, key=key)] == [("2",)]
    assert not found(sound, row("2", "Круглый стол", "май 2026"), key=key)


def test_a_missing_column_is_said_once() -> None:
    rows = (row("1", "Семинар", responsible=""), row("2", "Круглый стол", responsible=""))
    assert [one.items for one in found(*rows, key="empty-responsible")] == [("1", "2")]


def test_a_responsible_by_role_or_name_is_enough() -> None:
    assert not found(row("1", "Семинар", responsible="", answerable=True), row("2", "Стол"), key="empty-responsible")


def test_a_cell_the_reader_took_from_its_neighbour() -> None:
    asked = frozenset({"result"})
    assert found(row("1", "Мониторинг", result="Справка", asked=asked), key="merged-cell")
    assert not found(row("1", "Мониторинг", result="Справка"), key="merged-cell")


def test_gaps_in_numbers() -> None:
    told = found(row("3.1", "а"), row("3.2", "б"), row("3.4", "в"), sections=("1", "2", "3"), key="numbering-gap")
    assert [one.items for one in told] == [("3.4",)]
    assert "3.3" in told[0].why.ru
    whole = (row("6.1.1", "а"), row("6.2", "б"))
    assert not found(*whole, sections=("1", "2", "3", "4", "5", "6", "6.1"), key="numbering-gap")
    assert not found(row("I.1", "а"), row("б", "в"), key="numbering-gap")


def test_a_number_used_twice() -> None:
    assert [one.items for one in found(row("1", "а"), row("1", "б"), key="numbering-repeated")] == [("1", "1")]
    assert not found(row("1", "а"), row("2", "б"), key="numbering-repeated")


def test_results_nothing_can_measure_are_one_hint() -> None:
    vague = [row(number, "Беседа", result="Улучшение климата", measured=False) for number in ("2", "3")]
    told = found(row("1", "Семинар", indicator="не менее 90 %"), *vague, key="unmeasurable-result")
    assert [(one.items, one.severity) for one in told] == [(("2", "3"), "hint")]
    assert not found(*vague, key="unmeasurable-result")  # a roadmap without a column of indicators


@pytest.mark.parametrize(
    ("organisation", "text", "other"),
    [
        ("МБОУ СОШ № 5", "Банк практик МБОУ СОШ № 7", True),
        ("МБОУ СОШ № 5", "Банк практик школы № 5", False),
        ("МКОУ ООШ с. Ильинское", "Мониторинг в МКОУ ООШ с. Верхнее", True),
        ("Гимназия № 12", "обучение в гимназии № 12", False),
        ("Лицей «Магистр»", "на базе лицея «Эрудит»", True),
        ("МБОУ СОШ № 5", "Институт развития образования", False),
        ("", "Банк практик МБОУ СОШ № 7", False),
        ("МБОУ СОШ № 5", "Семинар совместно с гимназией № 7", False),
        ("МБОУ СОШ № 5", "Договор о сетевом взаимодействии с МБОУ СОШ № 7", False),
        ("МБДОУ «Детский сад № 14 «Ромашка»", "Опыт МБОУ СОШ № 3", True),
        ("МБДОУ «Детский сад № 14 «Ромашка»", "Опыт детского сада № 14", False),
        ("МБОУ СОШ № 5", "Закон № 7, приказ № 8", False),
    ],
)
def test_another_school_in_the_text(organisation: str, text: str, other: bool) -> None:
    assert bool(found(row("1", text), organisation=organisation, key="other-school")) is other


def test_the_school_most_rows_name_is_the_own_one() -> None:
    rows = [row(str(number), "Семинар", responsible="Администрация МБОУ СОШ № 3") for number in range(1, 5)]
    told = found(*rows, row("5", "База в МБОУ СОШ № 9"), key="other-school")
    assert [one.items for one in told] == [("5",)]


@pytest.mark.parametrize(
    "text",
    [
        "Публикации: [ссылки]",
        "Приказ № ____",
        "(указать срок)",
        "в МБОУ «Название организации»",
        "20__ год",
        "[указать]",
        "МБОУ ХХХ",
    ],
)
def test_blanks_of_a_template(text: str) -> None:
    assert found(row("1", text), key="template-leftover")


@pytest.mark.parametrize("text", ["Список (ФИО, класс)", "XXI век", "Приказ № 5", "[1]", "…"])
def test_what_only_looks_like_a_blank(text: str) -> None:
    assert not found(row("1", text), key="template-leftover")


def test_a_bare_full_name_is_a_blank_of_the_responsible() -> None:
    assert found(row("1", "Семинар", responsible="ФИО"), key="template-leftover")
    assert not found(row("1", "Семинар", responsible="Куратор, ФИО в приказе"), key="template-leftover")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("согласие по ст. 358.1 ТК РФ", True),
        ("согласие по ст. 351.8 ТК РФ", False),
        ("справка по ст. 351.1 ТК РФ", False),
        ("распоряжение от 25.12.2018 № Р-145", True),
        ("распоряжение от 25.12.2019 № Р-145", False),
        ("письмо № АЗ-1128/08 от 21.12.2020", True),
        ("письмо № АЗ-1128/08", False),
    ],
)
def test_citations(text: str, wrong: bool) -> None:
    assert bool(found(row("1", text), key="broken-citation")) is wrong


def test_findings_name_their_places_in_the_order_of_rows() -> None:
    second = row("2", "Стол", "", at=(Spot(line=9), Spot(line=10)))
    told = found(row("1", "Семинар на 2019 год", at=(Spot(line=4),)), second)
    assert [[spot.line for spot in one.at] for one in told] == [[4], [9]]


def test_a_rule_is_found_by_its_name() -> None:
    assert {rule(one.key) for one in RULES} == set(RULES)
    with pytest.raises(BadInput):
        rule("nonsense")


def test_a_roadmap_without_rows_has_no_findings() -> None:
    assert found() == []
    assert found(period=Period(date(2020, 1, 1), date(2020, 1, 1))) == []
