"""Yearly indicators: tables, lines that end in figures, formulas."""

from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.indicators import figures_of_lines, parts_of, split_formula, years_of_line
from engine.roadmap_reading.reading import read_roadmap
from engine.source import SourceLine, Spot
from tests.support.grids import document

RATIO = "отношение количества пар учителей, к общему количеству учителей"


def lines(text: str) -> list[SourceLine]:
    return [SourceLine(line, Spot(line=place)) for place, line in enumerate(text.split("\n"), start=1)]


def test_lines_that_end_in_the_figures() -> None:
    figures, taken = figures_of_lines(
        lines(
            "Доля детей, прожи-\nвающих в крае, %\n(отношение числа одних \n"
            "к общему числу других)\n\n10 30 40\nДоля школ 5 6,5 7 %\n\nКонец"
        ),
        (2020, 2021, 2022),
        Pen(),
    )
    first, second = figures.indicators
    assert (first.title, first.formula) == (
        "Доля детей, проживающих в крае, %",
        "отношение числа одних к общему числу других",
    )
    assert first.targets == ((2020, 10), (2021, 30), (2022, 40))
    assert (second.title, second.targets) == ("Доля школ", ((2020, 5), (2021, 6.5), (2022, 7)))
    assert taken == 7
    assert first.at[-1] == Spot(line=6)


def test_a_table_that_goes_on_without_a_header() -> None:
    read = read_roadmap(
        document(
            "Показатели",
            "Наименование показателя | 2020 | 2021\n"
            f"Доля А (отношение числа А к общему числу Б) | 10 | не менее 20 %\nДоля В ({RATIO}) | 1 | 2",
            "Доля Г | 3 | 4",
        )
    )
    assert [one.targets for one in read.indicators] == [
        ((2020, 10), (2021, 20)),
        ((2020, 1), (2021, 2)),
        ((2020, 3), (2021, 4)),
    ]
    assert read.indicators[1].denominator == "общему количеству учителей"
    assert read.period
    assert (read.period.start.year, read.period.end.year) == (2020, 2021)


def test_words_torn_from_their_figures() -> None:
    read = read_roadmap(
        document("Показатель | 2020 | 2021\nДоля учителей | | \n(отношение числа А к общему числу Б) | 10 | 20"),
    )
    assert [(one.title, one.formula) for one in read.indicators] == [
        ("Доля учителей", "отношение числа А к общему числу Б")
    ]


def test_formulas() -> None:
    assert split_formula("Доля (с 0 до 3 лет), % (отношение А (всех) к числу Б).") == (
        "Доля (с 0 до 3 лет), %",
        "отношение А (всех) к числу Б",
    )
    # The bracket was closed too early: all that follows is still the formula.
    assert split_formula("Доля, % (отношение пар в роли наставников), к общему числу")[1] == (
        "отношение пар в роли наставников), к общему числу"
    )
    assert split_formula("Число пар") == ("Число пар", "")
    assert parts_of(RATIO) == ("количества пар учителей", "общему количеству учителей")
    assert parts_of("число пар : число учителей") == ("число пар", "число учителей")
    assert parts_of("как скажут") == ("", "")


def test_years_at_the_end_of_a_line() -> None:
    assert years_of_line(" Показатель 2020 2021 2022 ") == (2020, 2021, 2022)
    assert years_of_line("на 2020-2024 годы") == ()
    assert years_of_line("в 2021 2020") == ()
