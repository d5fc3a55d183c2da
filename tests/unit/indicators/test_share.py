"""A figure against its threshold: exact, and what it lacks is the smallest number that is enough."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.indicators.forecasting import Point, forecast
from engine.indicators.share import Share, compare, lacking, percent_words
from engine.indicators.small_cells import SMALLEST_SHOWN, hidden, is_small
from engine.indicators.trajectory import planned
from engine.roadmaps import Threshold

TODAY = date(2025, 11, 20)
UNTIL = date(2025, 12, 31)
wholes = st.integers(1, 5000)
percents = st.integers(0, 100)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    whole = draw(wholes)
    return Share(draw(st.integers(0, whole)), whole)


@given(shares(), percents)
def test_what_is_lacking_is_enough_and_one_less_is_not(share: Share, percent: int) -> None:
    lack = lacking(share, percent)
    assert lack is not None
    assert share.denominator is not None
    wanted = Threshold("any", ">=", percent, "percent")
    assert compare(Share(share.numerator + lack, share.denominator), wanted).reached
    if lack:
        assert not compare(Share(share.numerator + lack - 1, share.denominator), wanted).reached


@given(shares(), percents)
def test_a_share_reaches_exactly_what_its_fraction_reaches(share: Share, percent: int) -> None:
    assert share.denominator is not None
    expected = 100 * share.numerator >= percent * share.denominator
    assert compare(share, Threshold("any", ">=", percent, "percent")).reached is expected
    assert compare(share, Threshold("any", "=", percent, "percent")).reached is expected


@pytest.mark.parametrize(("numerator", "reached"), [(8999, False), (9000, True), (9001, True)])
def test_89_99_percent_is_not_90(numerator: int, reached: bool) -> None:
    assert compare(Share(numerator, 10000), Threshold("any", ">=", 90, "percent")).reached is reached


def test_what_is_shown_as_reached_has_reached_it() -> None:
    assert Share(8999, 10000).told == "89,9 %"
    assert Share(9000, 10000).told == "90 %"


def test_a_share_of_nothing_has_reached_nothing() -> None:
    assert not compare(Share(0, 0), Threshold("any", ">=", 0, "percent")).reached
    assert not compare(Share(5, None), Threshold("any", ">=", 90, "percent")).reached


def test_at_most_is_compared_the_other_way() -> None:
    assert compare(Share(2), Threshold("any", "<=", 3, "count")).reached
    assert not compare(Share(50, 100), Threshold("any", "<=", 10, "percent")).reached


@given(st.fractions(-200, 200))
def test_percents_are_cut_off_towards_nought(percent: Fraction) -> None:
    whole, _, part = percent_words(percent).partition(",")
    shown = abs(Fraction(int(whole))) + Fraction(int(part or 0), 10)
    assert 0 <= abs(percent) - shown < Fraction(1, 10)


@given(shares(), st.integers(0, 500), st.integers(0, 500), st.integers(14, 300))
def test_the_forecast_grows_with_the_figure_of_today(share: Share, before: int, more: int, days: int) -> None:
    since = TODAY - timedelta(days=days)

    def ahead(now: int) -> int:
        points = [Point(since, Share(before, share.denominator)), Point(TODAY, Share(now, share.denominator))]
        told = forecast(points, today=TODAY, until=UNTIL, percent=None)
        assert told.ahead is not None
        return told.ahead.numerator

    assert ahead(share.numerator) <= ahead(share.numerator + more)


@given(shares(), st.integers(14, 300))
def test_what_does_not_move_stays(share: Share, days: int) -> None:
    points = [Point(TODAY - timedelta(days=days), share)]
    told = forecast(points, today=TODAY, until=UNTIL, percent=Fraction(50))
    assert told.ahead == share


def test_a_share_does_not_grow_over_its_whole() -> None:
    points = [Point(date(2025, 9, 1), Share(10, 50)), Point(TODAY, Share(48, 50))]
    told = forecast(points, today=TODAY, until=UNTIL, percent=Fraction(100))
    assert (told.ahead, told.reaches, told.lack) == (Share(50, 50), True, 2)


def test_a_young_figure_has_no_pace() -> None:
    points = [Point(TODAY - timedelta(days=13), Share(1, 50)), Point(TODAY, Share(9, 50))]
    told = forecast(points, today=TODAY, until=UNTIL, percent=Fraction(90))
    assert (told.ahead, told.why, told.lack) == (None, "too few points", 36)


def test_nothing_is_known_without_points() -> None:
    assert forecast([], today=TODAY, until=UNTIL, percent=None).why == "no figure"


@given(st.dictionaries(st.integers(2019, 2030), percents, min_size=1), st.dates(date(2018, 1, 1), date(2031, 12, 31)))
def test_the_plan_meets_every_target_at_the_end_of_its_year(targets: dict[int, int], on: date) -> None:
    for year, target in targets.items():
        assert planned(targets, date(year, 12, 31)) == target
    found = planned(targets, on)
    assert found is None or 0 <= found <= max(targets.values())


@given(st.lists(st.one_of(st.none(), shares()), max_size=8))
def test_a_single_hidden_cell_cannot_be_worked_out_of_the_sum(cells: list[Share | None]) -> None:
    shown = hidden(cells, summed=True)
    assert all(shown[place] for place, cell in enumerate(cells) if cell is not None and is_small(cell))
    filled = sum(cell is not None for cell in cells)
    assert sum(shown) != 1 or filled == 1


def test_the_smallest_number_shown() -> None:
    assert is_small(Share(SMALLEST_SHOWN - 1, None))
    assert not is_small(Share(SMALLEST_SHOWN, None))
    assert is_small(Share(96, 100))  # the four who are not among them
