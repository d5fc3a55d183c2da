"""The five built-in lifecycles: they are sound, and a pair of each can walk from its forming to its closing."""

import json
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from engine.actors import OPERATOR
from engine.calendar import WorkCalendar
from engine.lifecycle import Definition, Moved, decide, forward_move, moves_from, stage_due
from engine.lifecycle.facts import (
    ConsentFact,
    DiagnosticFact,
    Ending,
    Facts,
    FeedbackFact,
    MeetingFact,
    MeetingKind,
    Member,
    PaperFact,
    PersonKind,
    PlanFact,
    Verdict,
)
from engine.lifecycle.needs import NEEDS
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.refusals import BadInput, Refused
from workflows.definitions.lifecycle_files import (
    definition_hash,
    lifecycle,
    lifecycle_from_json,
    lifecycle_schema,
    lifecycles,
    to_json,
)
from workflows.definitions.lifecycle_schema import needs_schema

FORMS = ("employer-pupil", "group", "pupil-pair", "student-pupil", "teacher-pair")
SEVEN = ["formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting", "closed"]
CALENDAR = WorkCalendar()
START = date(2025, 9, 1)


def test_these_five_are_built_in() -> None:
    assert lifecycles() == FORMS
    with pytest.raises(BadInput, match="teacher-pair") as caught:
        lifecycle("teacher-pear")
    assert caught.value.field == "lifecycle"


@pytest.mark.parametrize("form", FORMS)
class TestEveryForm:
    def test_has_the_seven_stages_and_suspension(self, form: str) -> None:
        definition = lifecycle(form)
        assert definition.key == form
        assert [stage.key for stage in definition.stages] == [*SEVEN, "suspended"]
        assert [stage.key for stage in definition.stages if stage.final] == ["closed"]
        assert [stage.key for stage in definition.stages if stage.resumes] == ["suspended"]

    def test_leads_forward_through_them(self, form: str) -> None:
        definition, stage, way = lifecycle(form), "formed", ["formed"]
        while move := forward_move(definition, stage):
            stage = move.to
            way.append(stage)
        assert way == SEVEN

    def test_can_be_suspended_replaced_and_ended_from_every_live_stage(self, form: str) -> None:
        definition = lifecycle(form)
        for stage in SEVEN[:-1]:
            assert {"suspend", "replace", "end"} <= {move.kind for move in moves_from(definition, stage)}
        assert {move.kind for move in moves_from(definition, "suspended")} == {"resume", "replace", "end"}

    def test_a_published_text_reads_back_as_the_same_version(self, form: str) -> None:
        definition = lifecycle(form)
        stored = lifecycle_from_json(to_json(definition))
        assert stored == definition
        assert definition_hash(stored) == definition_hash(definition)

    def test_has_a_due_day_for_every_live_stage(self, form: str) -> None:
        definition = lifecycle(form)
        for stage in SEVEN[:-1]:
            assert stage_due(definition.stage(stage), START, {}, date(2026, 5, 25), CALENDAR) is not None

    def test_nobody_leaves_formed_without_consents_and_order(self, form: str) -> None:
        pair = Pair.of(form)
        pair.facts = replace(pair.facts, consents=(), papers=())
        assert {"consents", "order"} <= set(pair.refusal("acquaint"))

    def test_walks_a_whole_year_and_is_refused_before_each_step(self, form: str) -> None:
        pair = Pair.of(form)
        pair.move("acquaint")
        assert pair.refusal("try") == ["meeting"]
        pair.meet("acquaintance")
        pair.move("try")
        assert pair.refusal("plan") == ["meeting"]
        pair.meet("trial")
        pair.move("plan")
        assert pair.refusal("start_work") == ["plan_items", "plan_approved"]
        pair.facts = replace(pair.facts, plan=PlanFact(items=10, done=0, approved_on=pair.today))
        pair.move("start_work")
        assert pair.refusal("finish") == ["plan_done", "diagnostics"]
        passed = tuple(DiagnosticFact(member.person_id, "2025-Q4", pair.today) for member in pair.facts.members)
        pair.facts = replace(
            pair.facts,
            plan=replace(pair.facts.plan, done=9),
            diagnostics=passed,
            diagnostic_periods=("2025-Q4",),
        )
        pair.move("finish")
        assert pair.refusal("close") == ["meeting", "report", "feedback"]
        pair.meet("final")
        pair.facts = replace(
            pair.facts,
            papers=(*pair.facts.papers, PaperFact(8, "report", "mentoring-report", "3", pair.today)),
            feedback=tuple(FeedbackFact(member.person_id, pair.today) for member in pair.facts.members),
        )
        assert pair.move("close").outcome == "completed"
        assert pair.stages == SEVEN

    def test_after_a_failed_trial_meeting_a_new_one_is_needed(self, form: str) -> None:
        pair = Pair.of(form)
        pair.move("acquaint")
        pair.meet("acquaintance")
        pair.move("try")
        pair.meet("trial", go=False)
        assert pair.refusal("plan") == ["meeting"]
        pair.move("back_to_acquaintance")
        assert pair.refusal("try") == ["meeting"]
        pair.meet("acquaintance")
        pair.move("try")
        assert pair.refusal("plan") == ["meeting"]
        pair.meet("trial")
        pair.move("plan")
        assert pair.stages[-3:] == ["acquaintance", "trial_meeting", "planning"]

    def test_a_new_mentor_begins_with_consents_and_an_order_of_his_own(self, form: str) -> None:
        pair = Pair.of(form)
        pair.move("acquaint")
        pair.move("replace_mentor")
        newcomer = replace(pair.facts.members[0], person_id=77, name="Новый Н. Н.")
        pair.facts = replace(pair.facts, members=(newcomer, *pair.facts.members[1:]))
        assert {"consents", "order"} <= set(pair.refusal("acquaint"))
        pair.sign()
        pair.move("acquaint")

    def test_ends_early_after_three_working_days(self, form: str) -> None:
        pair = Pair.of(form)
        pair.move("acquaint")
        assert pair.refusal("end_early") == ["notice", "outcome"]
        monday, thursday = date(2025, 10, 6), date(2025, 10, 9)
        pair.facts = replace(pair.facts, ending=Ending("mentee_left", monday, thursday))
        pair.today = date(2025, 10, 8)
        assert pair.refusal("end_early") == ["notice"]
        pair.today = thursday
        assert pair.move("end_early").outcome == "mentee_left"


@dataclass
class Pair:
    """A pair that keeps the books a flow would keep: its stage, the visits of each stage, its evidence."""

    definition: Definition
    facts: Facts
    today: date = START
    stages: list[str] = field(default_factory=lambda: ["formed"])

    @classmethod
    def of(cls, form: str) -> "Pair":
        mentor_kind: dict[str, PersonKind] = {
            "pupil-pair": "pupil",
            "employer-pupil": "employer",
            "student-pupil": "student",
        }
        kind = mentor_kind.get(form, "staff")
        members = [Member(1, "mentor", "Ким О. В.", kind, minor=kind == "pupil", representative_id=31)]
        for number in range(2 if form == "group" else 1):
            teacher = form == "teacher-pair"
            person_id, name = 2 + number, f"Ли А. {number}"
            members.append(Member(person_id, "mentee", name, "staff" if teacher else "pupil", minor=not teacher))
        pair = cls(lifecycle(form), Facts("formed", START, members=tuple(members)))
        pair.sign()
        return pair

    def sign(self) -> None:
        """Everybody's consents, the order and the partner's agreement, dated today."""
        consents = [
            ConsentFact(member.person_id, kind, self.today, by=40 if member.minor else None)
            for member in self.facts.members
            for kind in CONSENT_KINDS
        ]
        papers = (
            PaperFact(1, "order", "pairing", "17", self.today),
            PaperFact(2, "agreement", "partnership", "4", self.today),
        )
        self.facts = replace(self.facts, consents=tuple(consents), papers=(*self.facts.papers, *papers))

    def meet(self, kind: MeetingKind, *, go: bool = True) -> None:
        verdict: Verdict = "go" if go else "stop"
        meeting = MeetingFact(kind, self.today, verdict, verdict, visit=self.facts.visit)
        self.facts = replace(self.facts, meetings=(*self.facts.meetings, meeting))

    def refusal(self, move: str) -> list[str]:
        answer = decide(self.definition, self.facts, move, OPERATOR, self.today, CALENDAR)
        assert isinstance(answer, Refused), answer
        return [reason.need for reason in answer.reasons]

    def move(self, move: str) -> Moved:
        """Makes the move on the next day, or fails with the reasons."""
        answer = decide(self.definition, self.facts, move, OPERATOR, self.today, CALENDAR)
        assert isinstance(answer, Moved), answer
        self.today += timedelta(days=1)
        self.stages.append(answer.to_stage)
        self.facts = replace(
            self.facts, stage=answer.to_stage, entered_on=self.today, visit=self.stages.count(answer.to_stage)
        )
        return answer


class TestDifferencesOfForm:
    def test_only_staff_mentors_sign_for_the_duty(self) -> None:
        asked = {form for form in FORMS if "mentoring-duty" in to_json(lifecycle(form))}
        assert asked == {"teacher-pair", "group"}

    def test_an_employer_comes_with_an_agreement(self) -> None:
        pair = Pair.of("employer-pupil")
        pair.facts = replace(pair.facts, papers=pair.facts.papers[:1])
        assert pair.refusal("acquaint") == ["paper"]

    def test_pupils_are_signed_for_by_their_representatives(self) -> None:
        pair = Pair.of("pupil-pair")
        pair.facts = replace(pair.facts, consents=tuple(replace(consent, by=None) for consent in pair.facts.consents))
        assert pair.refusal("acquaint") == ["consents"]

    def test_only_a_group_has_several_mentees(self) -> None:
        assert [form for form in FORMS if lifecycle(form).mentees.at_most > 1] == ["group"]

    def test_the_due_rules_of_the_teacher_pair(self) -> None:
        teacher = lifecycle("teacher-pair")
        assert {stage.key: [rule.plain() for rule in stage.due] for stage in teacher.stages if stage.due} == {
            "formed": [{"after": "entered", "working_days": 5}],
            "acquaintance": [{"roadmap": "first-meeting"}, {"after": "entered", "working_days": 10}],
            "trial_meeting": [{"after": "entered", "working_days": 10}],
            "planning": [{"roadmap": "plans-approved"}, {"after": "entered", "working_days": 10}],
            "work": [{"roadmap": "closing-game"}, {"programme": "end"}],
            "final_meeting": [{"after": "entered", "working_days": 10}],
        }


class TestPublishedSchema:
    def test_every_registered_need_is_in_it(self) -> None:
        published = lifecycle_schema()["$defs"]["need"]
        assert set(published["properties"]) == set(NEEDS)
        assert published == json.loads(json.dumps(needs_schema()))

    def test_a_need_without_a_default_is_required(self) -> None:
        needs = needs_schema()["properties"]
        assert needs["consents"]["required"] == ["kind"]
        assert needs["minimum_days"]["required"] == ["days"]
        assert "required" not in needs["plan_done"]
        assert needs["plan_done"]["properties"]["at_least_percent"] == {
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "default": 90,
        }
