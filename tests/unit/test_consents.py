"""Consents in time, texts with marked places, terms of the duty of mentoring."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.consent_texts import BLANK, PLACES, ConsentText, doubts_about, faults_of, fill, places_of
from engine.consents import Renewal, Signature, State, doubts_about_terms, outdated, standing, wanted_kinds

SEPTEMBER = date(2025, 9, 1)
PAPER = Signature(1, "personal-data", SEPTEMBER, text_id=10)
DAYS = st.dates(date(2025, 1, 1), date(2027, 1, 1))


def text(*paragraphs: str, signed_for: str = "adult", document: str = "consent") -> ConsentText:
    return ConsentText("personal-data-adult", 1, "personal-data", signed_for, document, "Согласие", paragraphs)  # type: ignore[arg-type]  # words of the test


@pytest.mark.parametrize(
    ("signed", "day", "state"),
    [
        ([], SEPTEMBER, "missing"),
        ([PAPER], SEPTEMBER, "signed"),
        ([PAPER], SEPTEMBER - timedelta(days=1), "expired"),  # not signed by then
        ([Signature(1, "personal-data", SEPTEMBER, withdrawn_on=date(2025, 10, 1))], date(2025, 9, 30), "signed"),
        ([Signature(1, "personal-data", SEPTEMBER, withdrawn_on=date(2025, 10, 1))], date(2025, 10, 1), "withdrawn"),
        ([Signature(1, "personal-data", SEPTEMBER, valid_to=date(2026, 5, 31))], date(2026, 4, 30), "signed"),
        ([Signature(1, "personal-data", SEPTEMBER, valid_to=date(2026, 5, 31))], date(2026, 5, 31), "ending"),
        ([Signature(1, "personal-data", SEPTEMBER, valid_to=date(2026, 5, 31))], date(2026, 6, 1), "expired"),
        ([Signature(1, "photo", SEPTEMBER)], SEPTEMBER, "missing"),
    ],
)
def test_how_somebody_stands_on_a_day(signed: list[Signature], day: date, state: State) -> None:
    assert standing("personal-data", signed, day, minor=False).state == state


def test_a_newer_text_voids_nothing_unless_it_asks_for_a_new_consent() -> None:
    asks = Renewal(11, "personal-data", date(2025, 10, 1))
    assert standing("personal-data", [PAPER], date(2025, 10, 2), minor=False).state == "signed"
    assert standing("personal-data", [PAPER], date(2025, 10, 2), minor=False, renewals=[asks]).state == "outdated"
    anew = Signature(2, "personal-data", date(2025, 10, 5), text_id=11)
    assert standing("personal-data", [PAPER, anew], date(2025, 10, 6), minor=False, renewals=[asks]).state == "signed"


def test_a_text_for_minors_outdates_only_theirs() -> None:
    asks = Renewal(11, "personal-data", date(2025, 10, 1), minors=True)
    assert standing("personal-data", [PAPER], date(2025, 10, 2), minor=False, renewals=[asks]).state == "signed"
    assert standing("personal-data", [PAPER], date(2025, 10, 2), minor=True, renewals=[asks]).state == "outdated"


@given(signed=DAYS, since=DAYS)
def test_who_signed_the_asking_text_itself_is_never_outdated(signed: date, since: date) -> None:
    asks = Renewal(11, "photo", since)
    assert not outdated(Signature(1, "photo", signed, text_id=11), [asks])
    assert outdated(Signature(1, "photo", signed, text_id=10), [asks]) is (signed <= since)


@given(signed=DAYS, withdrawn=st.none() | DAYS, last=st.none() | DAYS, day=DAYS)
def test_only_what_holds_covers(signed: date, withdrawn: date | None, last: date | None, day: date) -> None:
    one = Signature(1, "photo", signed, withdrawn_on=withdrawn, valid_to=last)
    assert standing("photo", [one], day, minor=False).covered is one.holds(day)


def test_the_duty_is_asked_of_staff_who_lead() -> None:
    assert wanted_kinds(["mentor", "mentee"], "staff") == ("personal-data", "mentoring-duty")
    assert wanted_kinds(["mentee"], "staff") == wanted_kinds(["mentor"], "pupil") == ("personal-data",)


@pytest.mark.parametrize(
    "payment", ["без оплаты", "Безвозмездно", "не оплачивается", "0", "0 руб.", "нет", "оплата не предусмотрена"]
)
def test_work_without_pay_is_doubted(payment: str) -> None:
    full = {"content": "уроки", "from": "2025-09-01", "to": "2026-05-31", "form": "очно"}
    assert len(doubts_about_terms(full | {"payment": payment})) == 1


@pytest.mark.parametrize("payment", ["3 000 руб. в месяц", "доплата 10 % оклада", "20 руб. за час"])
def test_told_terms_are_not(payment: str) -> None:
    full = {"content": "уроки", "from": "2025-09-01", "to": "2026-05-31", "form": "очно"}
    assert doubts_about_terms(full | {"payment": payment}) == ()


def test_silent_terms_are_listed() -> None:
    [doubt] = doubts_about_terms({"content": "уроки", "payment": "3 000 руб."})
    assert doubt.ru.endswith("не указано: начало срока, конец срока, форма")


def test_places_are_filled_and_what_is_unknown_stays_a_line() -> None:
    filled = fill(text("Я, {{ name }}, {{address}}."), {"name": "Ким О. В."})
    assert filled.paragraphs == (f"Я, Ким О. В., {BLANK}.",)
    assert filled.sides == ("Ким О. В.",)


def test_what_a_person_is_called_is_never_filled_again() -> None:
    assert fill(text("{{ name }}"), {"name": "{{ address }}", "address": "дом"}).paragraphs == ("{{ address }}",)


def test_an_agreement_has_two_sides_and_a_minors_paper_the_representatives() -> None:
    values = {"name": "Соколов Лев", "head": "Громов П. И.", "representative": "Соколова В. П."}
    assert fill(text("…", document="agreement"), values).sides == ("Громов П. И.", "Соколов Лев")
    assert fill(text("…", signed_for="minor"), values).sides == ("Соколова В. П.",)


@pytest.mark.parametrize("broken", ["{{ salary }}", "{{ name", "name }}", "{{ name.__class__ }}", "{{}}"])
def test_places_nobody_can_fill_are_faults(broken: str) -> None:
    assert [at for at, _ in faults_of(("ладно", broken))] == [1]


def test_every_known_place_is_no_fault() -> None:
    whole = tuple(f"{{{{ {name} }}}}" for name in PLACES)
    assert list(faults_of(whole)) == []
    assert places_of(text(*whole)) == set(PLACES)


def test_a_bare_consent_is_doubted_by_the_law() -> None:
    said = " ".join(one.ru for one in doubts_about(text("Я, {{ name }}, согласен.")))
    assert "цель" in said
    assert "адрес оператора" in said
    assert "отозвать" in said
