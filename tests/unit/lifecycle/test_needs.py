"""Every need: met, unmet, and the texts of both languages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import (
    ConsentFact,
    DiagnosticFact,
    Ending,
    Facts,
    FeedbackFact,
    MeetingFact,
    Member,
    PaperFact,
    PlanFact,
)
from engine.lifecycle.needs import (
    NEEDS,
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
from engine.lifecycle.needs.need import Who, people
from engine.refusals import Reason
from tests.support.lifecycle_cast import CALENDAR, MENTEE, MENTOR, MONDAY, PUPIL, after_trial

TODAY = date(2025, 10, 15)
DAY = timedelta(days=1)
PAIR = Facts("work", entered_on=MONDAY, members=(MENTOR, MENTEE))
WITH_PUPIL = replace(PAIR, members=(MENTOR, PUPIL))
SECOND = replace(PAIR, visit=2)

SIGNED = ConsentFact(1, "personal-data", MONDAY), ConsentFact(2, "personal-data", MONDAY)
ORDER = PaperFact(5, "order", "pairing", "17", MONDAY)
MEETING = MeetingFact("final", TODAY, visit=1)


def ask(need: Need, facts: Facts, today: date = TODAY) -> Reason | None:
    return need.unmet(facts, today, CALENDAR)


def why(need: Need, facts: Facts, today: date = TODAY) -> str:
    """The English reason; the need must be unmet and complete in both languages."""
    reason = ask(need, facts, today)
    assert reason is not None
    assert reason.need == need.name
    for text in (reason.reason.ru, reason.mend.ru):
        assert any("а" <= letter.lower() <= "я" for letter in text), text
    assert all((reason.reason.en, reason.mend.en))
    return reason.reason.en


class TestConsents:
    def test_met_when_everybody_signed(self) -> None:
        assert ask(Consents("personal-data"), replace(PAIR, consents=SIGNED)) is None

    def test_names_everybody_who_did_not(self) -> None:
        assert why(Consents("personal-data"), PAIR) == (
            "No consent to the processing of personal data: Ким О. В., Ли А. С."
        )
        assert why(Consents("personal-data"), replace(PAIR, consents=SIGNED[:1])).endswith(": Ли А. С.")

    def test_of_one_side_looks_at_that_side(self) -> None:
        facts = replace(PAIR, consents=SIGNED[:1])
        assert ask(Consents("personal-data", "mentor"), facts) is None
        assert why(Consents("personal-data", "mentees"), facts).endswith(": Ли А. С.")

    def test_another_kind_does_not_count(self) -> None:
        assert "photos" in why(Consents("photo"), replace(PAIR, consents=SIGNED))

    def test_a_consent_of_tomorrow_does_not_count_today(self) -> None:
        facts = replace(PAIR, consents=(SIGNED[0], replace(SIGNED[1], signed_on=TODAY + DAY)))
        assert why(Consents("personal-data"), facts).endswith(": Ли А. С.")
        assert ask(Consents("personal-data"), facts, TODAY + DAY) is None

    def test_withdrawal_counts_from_its_day(self) -> None:
        facts = replace(PAIR, consents=(SIGNED[0], replace(SIGNED[1], withdrawn_on=TODAY)))
        assert ask(Consents("personal-data"), facts, TODAY - DAY) is None
        assert why(Consents("personal-data"), facts).endswith(": Ли А. С.")

    def test_signed_again_after_withdrawal(self) -> None:
        again = (replace(SIGNED[1], withdrawn_on=MONDAY + DAY), replace(SIGNED[1], signed_on=TODAY))
        assert ask(Consents("personal-data"), replace(PAIR, consents=(SIGNED[0], *again))) is None

    def test_for_a_minor_only_the_representatives_signature_counts(self) -> None:
        own = replace(WITH_PUPIL, consents=(SIGNED[0], ConsentFact(3, "personal-data", MONDAY)))
        assert why(Consents("personal-data"), own).endswith(": Юн В. (a minor: the representative signs)")
        reason = ask(Consents("personal-data"), own)
        assert reason is not None
        assert reason.reason.ru.endswith("Юн В. (за несовершеннолетнего подписывает представитель)")
        theirs = replace(own, consents=(SIGNED[0], ConsentFact(3, "personal-data", MONDAY, by=30)))
        assert ask(Consents("personal-data"), theirs) is None

    def test_the_duty_is_asked_only_of_mentors_who_are_staff(self) -> None:
        assert "duty of mentoring: Ким О. В." in why(Consents("mentoring-duty"), PAIR)
        guest = replace(PAIR, members=(replace(MENTOR, kind="employer"), MENTEE))
        assert ask(Consents("mentoring-duty"), guest) is None
        given = replace(PAIR, consents=(ConsentFact(1, "mentoring-duty", MONDAY),))
        assert ask(Consents("mentoring-duty"), given) is None


class TestPapers:
    def test_order_met(self) -> None:
        assert ask(Order("pairing"), replace(PAIR, papers=(ORDER,))) is None

    @pytest.mark.parametrize(
        "paper",
        [
            replace(ORDER, kind="protocol"),
            replace(ORDER, purpose="curator"),
            replace(ORDER, number=""),
            replace(ORDER, on=TODAY + DAY),
        ],
        ids=["another kind", "another purpose", "not registered", "of tomorrow"],
    )
    def test_order_unmet(self, paper: PaperFact) -> None:
        assert why(Order(), replace(PAIR, papers=(paper,))) == "The order that assigns the pair is not registered"

    def test_a_new_mentor_needs_a_new_order(self) -> None:
        old = replace(SECOND, papers=(replace(ORDER, on=MONDAY - DAY),))
        assert "not registered" in why(Order(), old)
        assert ask(Order(), replace(old, papers=(*old.papers, ORDER))) is None

    def test_paper_of_any_kind_and_an_unknown_purpose(self) -> None:
        need = Paper("agreement", "sponsorship")
        assert why(need, PAIR) == "The agreement (sponsorship) is not registered"
        assert ask(need, replace(PAIR, papers=(PaperFact(1, "agreement", "sponsorship", "2", TODAY),))) is None

    def test_report(self) -> None:
        assert why(Report(), PAIR) == "The report of the mentor on the pair's work is not registered"
        report = PaperFact(1, "report", "mentoring-report", "2", TODAY)
        assert ask(Report(), replace(PAIR, papers=(report,))) is None

    def test_a_report_in_its_writers_own_words(self) -> None:
        said = FeedbackFact(MENTOR.person_id, TODAY, 1, report=True)
        assert ask(Report(), replace(PAIR, feedback=(said,))) is None
        assert Report().proof(replace(PAIR, feedback=(said,)), TODAY).en == f"{MENTOR.name}, {TODAY}"
        for wrong in (
            replace(said, report=False),
            replace(said, person_id=MENTEE.person_id),
            replace(said, given_on=TODAY + DAY),
        ):
            assert "is not registered" in why(Report(), replace(PAIR, feedback=(wrong,)))
        assert "is not registered" in why(Report(), replace(SECOND, feedback=(said,)))

    def test_a_mentees_report_by_the_representative_of_a_minor(self) -> None:
        said = FeedbackFact(PUPIL.representative_id or 0, TODAY, 1, report=True)
        assert ask(Report("mentee-report"), replace(WITH_PUPIL, feedback=(said,))) is None
        assert ask(Report("mentee-report"), replace(PAIR, feedback=(said,))) is not None


class TestMeeting:
    def test_met(self) -> None:
        assert ask(Meeting("final"), replace(PAIR, meetings=(MEETING,))) is None

    @pytest.mark.parametrize(
        "meeting",
        [replace(MEETING, kind="work"), replace(MEETING, held_on=TODAY + DAY), replace(MEETING, absent=frozenset({1}))],
        ids=["another kind", "of tomorrow", "without the mentor"],
    )
    def test_unmet(self, meeting: MeetingFact) -> None:
        assert why(Meeting("final"), replace(PAIR, meetings=(meeting,))) == "The final meeting was not held"

    def test_one_mentee_of_a_group_is_enough(self) -> None:
        group = replace(PAIR, members=(MENTOR, MENTEE, PUPIL), meetings=(replace(MEETING, absent=frozenset({2})),))
        assert ask(Meeting("final"), group) is None
        nobody = replace(group, meetings=(replace(MEETING, absent=frozenset({2, 3})),))
        assert "not held" in why(Meeting("final"), nobody)

    def test_a_repeated_visit_needs_a_new_meeting(self) -> None:
        trial = Meeting("trial", both_go=True)
        failed = after_trial(mentor="stop")
        assert why(trial, failed) == "The trial meeting, verdict: against (the mentor)"
        again = replace(failed, visit=2, entered_on=date(2025, 10, 10))
        assert why(trial, again) == "Another trial meeting was not held"
        new = MeetingFact("trial", date(2025, 10, 13), "go", "go", visit=2)
        assert ask(trial, replace(again, meetings=(*again.meetings, new))) is None

    def test_without_a_visit_number_the_date_decides(self) -> None:
        again = replace(after_trial(), visit=2, entered_on=date(2025, 10, 8))
        undated = replace(again.meetings[0], visit=None)
        assert "not held" in why(Meeting("trial"), replace(again, meetings=(undated,)))
        later = replace(undated, held_on=date(2025, 10, 8))
        assert ask(Meeting("trial"), replace(again, meetings=(later,))) is None

    def test_the_last_meeting_decides(self) -> None:
        facts = after_trial(mentee="stop")
        second = replace(facts.meetings[0], held_on=date(2025, 10, 9), mentee_verdict="go")
        assert ask(Meeting("trial", both_go=True), replace(facts, meetings=(second, *facts.meetings))) is None
        changed = replace(facts, meetings=(replace(second, held_on=facts.meetings[0].held_on), *facts.meetings))
        assert "against (the mentee)" in why(Meeting("trial", both_go=True), changed)

    def test_a_missing_verdict_is_not_go(self) -> None:
        need = Meeting("trial", both_go=True)
        assert why(need, after_trial(mentor=None, mentee=None)).endswith("no verdict (the mentor, the mentee)")
        assert why(need, after_trial(mentor="stop", mentee=None)).endswith("against (the mentor)")
        assert ask(Meeting("trial"), after_trial(mentor=None)) is None

    def test_russian_starts_with_a_capital(self) -> None:
        reason = ask(Meeting("trial", both_go=True), after_trial(mentor="stop"))
        assert reason is not None
        assert reason.reason.ru == "Пробная встреча, решение: против (наставник)"


class TestFeedback:
    def test_each_side(self) -> None:
        gave = replace(PAIR, feedback=(FeedbackFact(1, TODAY),))
        assert ask(Feedback("mentor"), gave) is None
        assert why(Feedback("mentee"), gave) == "No feedback from: Ли А. С."
        assert why(Feedback("both"), PAIR) == "No feedback from: Ким О. В., Ли А. С."
        assert ask(Feedback("both"), replace(PAIR, feedback=(*gave.feedback, FeedbackFact(2, TODAY)))) is None

    def test_of_tomorrow_or_of_an_earlier_visit_does_not_count(self) -> None:
        assert "Ким" in why(Feedback("mentor"), replace(PAIR, feedback=(FeedbackFact(1, TODAY + DAY),)))
        assert "Ким" in why(Feedback("mentor"), replace(SECOND, feedback=(FeedbackFact(1, TODAY, visit=1),)))
        assert ask(Feedback("mentor"), replace(SECOND, feedback=(FeedbackFact(1, TODAY, visit=2),))) is None

    def test_a_representative_may_speak_for_the_minor(self) -> None:
        assert ask(Feedback("mentee"), replace(WITH_PUPIL, feedback=(FeedbackFact(30, TODAY),))) is None
        assert "Юн В." in why(Feedback("mentee"), replace(WITH_PUPIL, feedback=(FeedbackFact(31, TODAY),)))


class TestPlan:
    def test_items(self) -> None:
        assert ask(PlanItems(2), replace(PAIR, plan=PlanFact(items=2))) is None
        assert why(PlanItems(2), replace(PAIR, plan=PlanFact(items=1))) == "Items in the plan: 1, at least 2 needed"

    def test_approved(self) -> None:
        assert ask(PlanApproved(), replace(PAIR, plan=PlanFact(approved_on=TODAY))) is None
        assert "not approved" in why(PlanApproved(), PAIR)
        assert "not approved" in why(PlanApproved(), replace(PAIR, plan=PlanFact(approved_on=TODAY + DAY)))

    @pytest.mark.parametrize(("items", "done"), [(10, 9), (1, 1), (11, 10), (3, 3)])
    def test_done(self, items: int, done: int) -> None:
        assert ask(PlanDone(90), replace(PAIR, plan=PlanFact(items, done))) is None

    @pytest.mark.parametrize(
        ("items", "done", "shown"), [(10, 8, "8 of 10 (80 %)"), (0, 0, "0 of 0 (0 %)"), (19, 17, "17 of 19 (89 %)")]
    )
    def test_not_done(self, items: int, done: int, shown: str) -> None:
        assert shown in why(PlanDone(90), replace(PAIR, plan=PlanFact(items, done)))


class TestDiagnostics:
    ASKED = replace(PAIR, diagnostic_periods=("2025-Q3", "2025-Q4"))

    def test_never_asked_is_not_passed(self) -> None:
        assert why(Diagnostics(), PAIR) == "No diagnostics have been held yet"

    def test_the_latest_period(self) -> None:
        one = replace(
            self.ASKED, diagnostics=(DiagnosticFact(1, "2025-Q4", TODAY), DiagnosticFact(2, "2025-Q3", MONDAY))
        )
        assert why(Diagnostics(), one) == "Diagnostics not passed: Ли А. С. (quarter IV of 2025)"
        assert ask(Diagnostics("mentor"), one) is None

    def test_every_period(self) -> None:
        latest = tuple(DiagnosticFact(person, "2025-Q4", TODAY) for person in (1, 2))
        assert ask(Diagnostics(), replace(self.ASKED, diagnostics=latest)) is None
        assert why(Diagnostics(periods="every"), replace(self.ASKED, diagnostics=latest)) == (
            "Diagnostics not passed: Ким О. В. (quarter III of 2025), Ли А. С. (quarter III of 2025)"
        )

    def test_of_tomorrow_does_not_count(self) -> None:
        tomorrow = replace(self.ASKED, diagnostics=(DiagnosticFact(1, "2025-Q4", TODAY + DAY),))
        assert "Ким" in why(Diagnostics("mentor"), tomorrow)


class TestWaiting:
    def test_minimum_days(self) -> None:
        assert why(MinimumDays(14), PAIR, MONDAY + 13 * DAY) == "Days in this stage: 13, at least 14 needed"
        assert ask(MinimumDays(14), PAIR, MONDAY + 14 * DAY) is None

    def test_minimum_days_tells_the_day(self) -> None:
        reason = ask(MinimumDays(14), PAIR)
        assert reason is not None
        assert reason.mend.ru == "Переход возможен с 20.10.2025"

    def test_notice_monday_to_thursday(self) -> None:
        thursday = MONDAY + 3 * DAY
        facts = replace(PAIR, ending=Ending("by_agreement", MONDAY, thursday))
        assert ask(Notice(), facts, thursday) is None
        assert why(Notice(), facts, thursday - DAY) == "The ending takes effect on 2025-10-09"

    def test_notice_too_short(self) -> None:
        facts = replace(PAIR, ending=Ending("by_agreement", MONDAY, MONDAY + 2 * DAY))
        assert why(Notice(), facts, TODAY).endswith("not before 2025-10-09")

    def test_notice_by_the_week_of_the_organisation(self) -> None:
        friday, tuesday = date(2025, 10, 10), date(2025, 10, 14)
        facts = replace(PAIR, ending=Ending("by_agreement", friday, tuesday))
        assert Notice().unmet(facts, tuesday, WorkCalendar(week=6)) is None
        assert Notice().unmet(facts, tuesday, WorkCalendar(week=5)) is not None

    def test_no_notice_at_all(self) -> None:
        assert why(Notice(), PAIR) == "No notice of the ending was given"


@pytest.mark.parametrize(("who", "expected"), [("all", [1, 3]), ("mentor", [1]), ("mentees", [3]), ("minors", [3])])
def test_people(who: Who, expected: list[int]) -> None:
    assert [member.person_id for member in people(WITH_PUPIL, who)] == expected


def test_the_registry_knows_each_need_by_its_name() -> None:
    assert list(NEEDS) == [
        "consents",
        "order",
        "paper",
        "meeting",
        "feedback",
        "plan_items",
        "plan_approved",
        "plan_done",
        "diagnostics",
        "report",
        "minimum_days",
        "notice",
    ]
    assert all(need.name == name for name, need in NEEDS.items())


def test_a_pair_without_members_lacks_nothing_from_anybody() -> None:
    nobody: tuple[Member, ...] = ()
    assert ask(Consents("personal-data"), replace(PAIR, members=nobody)) is None
