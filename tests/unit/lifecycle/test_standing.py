"""What a move needs, line by line: the lines say neither more nor less than the refusal does."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.lifecycle.facts import (
    ConsentFact,
    DiagnosticFact,
    Ending,
    Facts,
    FeedbackFact,
    MeetingFact,
    PaperFact,
    PlanFact,
)
from engine.lifecycle.needs import (
    Consents,
    Diagnostics,
    Feedback,
    Meeting,
    MinimumDays,
    Need,
    Notice,
    Order,
    Paper,
    PlanApproved,
    PlanDone,
    PlanItems,
    Report,
)
from engine.lifecycle.standing import NeedStanding, standings
from tests.support.lifecycle_cast import CALENDAR, MENTEE, MENTOR, MONDAY, PUPIL, after_trial

TODAY = date(2025, 10, 15)
EVERY: tuple[Need, ...] = (
    Consents("personal-data"),
    Consents("mentoring-duty", of="mentor"),
    Consents("photo", of="minors"),
    Order(),
    Paper("agreement", "partnership"),
    Report(),
    Meeting("trial"),
    Meeting("trial", both_go=True),
    Feedback("both"),
    Feedback("mentee"),
    PlanItems(2),
    PlanApproved(),
    PlanDone(50),
    Diagnostics(),
    Diagnostics(periods="every"),
    MinimumDays(7),
    Notice(),
)

days = st.dates(MONDAY, TODAY + timedelta(days=3))
someone = st.sampled_from([1, 2, 3, 30, 99])
verdicts = st.sampled_from([None, "go", "stop"])
visits = st.sampled_from([None, 1, 2])
facts = st.builds(
    Facts,
    stage=st.just("trial"),
    entered_on=days,
    visit=st.sampled_from([1, 2]),
    members=st.sampled_from([(MENTOR, MENTEE), (MENTOR, PUPIL), (MENTOR, MENTEE, PUPIL)]),
    consents=st.lists(
        st.builds(
            ConsentFact,
            someone,
            st.sampled_from(["personal-data", "mentoring-duty", "photo"]),
            days,
            st.none() | days,
            st.none() | st.just(30),
        ),
        max_size=6,
    ).map(tuple),
    papers=st.lists(
        st.builds(
            PaperFact,
            st.integers(1, 9),
            st.sampled_from(["order", "report", "agreement"]),
            st.sampled_from(["pairing", "mentoring-report", "partnership"]),
            st.sampled_from(["", "17"]),
            days,
        ),
        max_size=4,
    ).map(tuple),
    meetings=st.lists(
        st.builds(
            MeetingFact,
            st.sampled_from(["trial", "final"]),
            days,
            verdicts,
            verdicts,
            st.frozensets(someone, max_size=2),
            visits,
        ),
        max_size=3,
    ).map(tuple),
    feedback=st.lists(st.builds(FeedbackFact, someone, days, visits), max_size=4).map(tuple),
    plan=st.builds(PlanFact, st.integers(0, 4), st.integers(0, 4), st.none() | days),
    diagnostics=st.lists(
        st.builds(DiagnosticFact, someone, st.sampled_from(["2025-Q3", "2025-Q4"]), days), max_size=6
    ).map(tuple),
    diagnostic_periods=st.sampled_from([(), ("2025-Q4",), ("2025-Q3", "2025-Q4")]),
    ending=st.none() | st.builds(Ending, st.just("by_agreement"), days, days),
)


def lines(need: Need, known: Facts) -> tuple[NeedStanding, ...]:
    return standings([need], known, TODAY, CALENDAR)


@given(facts, st.sampled_from(EVERY))
def test_a_line_is_unmet_exactly_when_the_need_is(known: Facts, need: Need) -> None:
    refused = need.unmet(known, TODAY, CALENDAR)
    assert any(not line.met for line in lines(need, known)) == (refused is not None)


@given(facts, st.sampled_from(EVERY))
def test_every_line_has_its_words_in_both_languages(known: Facts, need: Need) -> None:
    for line in lines(need, known):
        for text in (line.title.ru, line.title.en, line.proof.ru, line.proof.en):
            assert text
            assert text == " ".join(text.split(" ")).strip()
        assert any("а" <= letter.lower() <= "я" for letter in line.title.ru)
        if line.unmet is not None:
            assert line.proof == line.unmet.reason


def test_feedback_is_asked_of_each_side() -> None:
    gave = replace(after_trial(), feedback=(FeedbackFact(1, date(2025, 10, 8), 1),))
    mentor, mentee = lines(Feedback("both"), gave)
    assert (mentor.met, mentor.title.ru, mentor.proof.ru) == (True, "Отзыв наставника", "Ким О. В., 08.10.2025")
    assert (mentee.met, mentee.member, mentee.proof.ru) == (False, MENTEE, "Нет обратной связи: Ли А. С.")


def test_a_representative_signs_for_his_minor() -> None:
    signed = ConsentFact(3, "personal-data", MONDAY, by=30)
    [line] = lines(
        Consents("personal-data", of="minors"), Facts("formed", MONDAY, members=(PUPIL,), consents=(signed,))
    )
    assert line.proof.ru == "Юн В., подписано 06.10.2025"
    assert line.title.ru == "Согласие наставляемого на обработку персональных данных"


def test_the_duty_of_mentoring_is_not_asked_of_a_mentee() -> None:
    [line] = lines(Consents("mentoring-duty"), after_trial())
    assert line.member == MENTOR


def test_a_meeting_is_proved_by_its_last_day() -> None:
    [line] = lines(Meeting("trial", both_go=True), after_trial())
    assert (line.member, line.proof.ru, line.proof.en) == (None, "07.10.2025", "2025-10-07")


def test_an_order_is_proved_by_its_number_and_day() -> None:
    [line] = lines(Order(), replace(after_trial(), papers=(PaperFact(5, "order", "pairing", "17-н", MONDAY),)))
    assert line.proof.ru == "№\N{NO-BREAK SPACE}17-н от 06.10.2025"


def test_diagnostics_never_held_are_one_line_for_the_pair() -> None:
    [line] = lines(Diagnostics(), after_trial())
    assert (line.member, line.title.ru) == (None, "Диагностика")
