"""What the script's words about a pair do: each act calls the flow that the command of the same name calls."""

from functools import partial

from engine.lifecycle.facts import MeetingKind, PaperKind, Verdict
from engine.lifecycle.outcomes import Outcome
from engine.plans.model import PlanHead
from engine.refusals import Refused
from nastavnik.demo.cast import DISTRICT
from nastavnik.demo.days import Act, Scene, day_of
from nastavnik.demo.stage import OutOfScriptError
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.answer_survey import answer_survey
from workflows.approve_plan import approve_plan
from workflows.end_pair import end_pair
from workflows.form_pair import form_pair
from workflows.mark_plan import mark_plan
from workflows.record_consent import record_consent
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.replace_mentor import replace_mentor
from workflows.set_plan import set_plan
from workflows.undo_move import undo_move

_THANKS = "Спасибо: план выполнен, на вопросы всегда отвечали, дальше справимся сами."


def forms(scene: Scene, *, stage: str | None = None, since: str | None = None) -> None:
    """The curator forms the pair; with `stage` and `since` one that was at work before it came to us."""
    pair, play = scene.pair, scene.stage
    formed = play.do(
        scene.curator,
        form_pair,
        programme_id=play.programmes[scene.school, pair.lifecycle],
        mentor_id=play.people[pair.mentor],
        mentee_ids=[play.people[one] for one in pair.mentees],
        stage=stage,
        since=since and day_of(since),
    )
    play.pairs[pair.name] = formed.id
    play.mentors[pair.name] = pair.mentor


def already_at(stage: str, *, since: str) -> Act:
    return partial(forms, stage=stage, since=since)


def signs(*surnames: str, duty: bool = False) -> Act:
    """Consents to process personal data; with `duty` also the mentor's consent to the additional work.

    What somebody has signed the year before stays in force.
    """

    def act(scene: Scene) -> None:
        play = scene.stage
        for surname in surnames:
            for kind in ("personal-data", "mentoring-duty") if duty else ("personal-data",):
                if (surname, kind) in play.signed:
                    continue
                play.signed.add((surname, kind))
                play.do(
                    _office_of(scene, surname),
                    record_consent,
                    person_id=play.people[surname],
                    kind=kind,
                    signed_on=play.today,
                )

    return act


def all_sign(scene: Scene) -> None:
    """Everybody of the pair; a mentor employed by the school agrees to the additional work too."""
    employed = scene.pair.lifecycle in ("teacher-pair", "group")
    signs(scene.pair.mentor, duty=employed)(scene)
    signs(*scene.pair.mentees)(scene)


def ordered(number: str, *, kind: PaperKind = "order", purpose: str = "pairing") -> Act:
    """A paper about the pair enters the register, dated today."""

    def act(scene: Scene) -> None:
        _register(scene, kind=kind, purpose=purpose, number=number)

    return act


def moves(move: str, *, reason: str = "") -> Act:
    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, advance_pair, pair_id=scene.pair_id, move=move, reason=reason)

    return act


def is_refused(move: str) -> Act:
    """The curator tries the move and is told what is missing."""

    def act(scene: Scene) -> None:
        answer = scene.stage.ask(scene.curator, advance_pair, pair_id=scene.pair_id, move=move)
        if not isinstance(answer, Refused):
            raise OutOfScriptError(f"{scene.pair.name}: {move} was to be refused")

    return act


def meets(
    kind: MeetingKind, *, mentor: Verdict | None = None, mentee: Verdict | None = None, absent: tuple[str, ...] = ()
) -> Act:
    """A meeting of today. Of a trial meeting both sides say whether they go on: `go` unless told otherwise."""
    usual: Verdict | None = "go" if kind == "trial" else None

    def act(scene: Scene) -> None:
        scene.stage.do(
            lead_of(scene),
            record_meeting,
            pair_id=scene.pair_id,
            kind=kind,
            held_on=scene.stage.today,
            mentor_verdict=mentor or usual,
            mentee_verdict=mentee or usual,
            absent=[scene.stage.people[one] for one in absent],
        )

    return act


def writes_plan(*steps: tuple[str, str], goal: str = "", request: str = "") -> Act:
    """The individual plan: (what, by which day), in order."""

    def act(scene: Scene) -> None:
        lines = [(title, day_of(due)) for title, due in steps]
        head = PlanHead(goal=goal or None, request=request or None)
        scene.stage.do(lead_of(scene), set_plan, pair_id=scene.pair_id, lines=lines, head=head)

    return act


def approves_plan(number: str) -> Act:
    """The order that approves the plan, and the approval by it."""

    def act(scene: Scene) -> None:
        paper = _register(scene, kind="order", purpose="plan-approval", number=number)
        scene.stage.do(scene.curator, approve_plan, pair_id=scene.pair_id, paper_id=paper)

    return act


def marks(position: int) -> Act:
    """A line of the plan is done today, which was also the subject of a working meeting."""

    def act(scene: Scene) -> None:
        play, lead = scene.stage, lead_of(scene)
        play.do(lead, record_meeting, pair_id=scene.pair_id, kind="work", held_on=play.today)
        play.do(lead, mark_plan, pair_id=scene.pair_id, position=position, done_on=play.today)

    return act


def answers(period: str, *surnames: str) -> Act:
    """The diagnostics of a period: these people, or everybody of the pair."""

    def act(scene: Scene) -> None:
        play, pair = scene.stage, scene.pair
        survey = play.surveys[scene.school, pair.lifecycle, period]
        for surname in surnames or (play.mentors[pair.name], *pair.mentees):
            told = {"Что получается лучше": "понимать друг друга", "Что пока трудно": "находить время для встреч"}
            play.do(scene.curator, answer_survey, survey_id=survey, person_id=play.people[surname], answers=told)

    return act


def gives_feedback(scene: Scene) -> None:
    """Everybody of the pair says how it was; pupils tell the curator."""
    play = scene.stage
    for surname in (play.mentors[scene.pair.name], *scene.pair.mentees):
        play.do(scene.curator, record_feedback, pair_id=scene.pair_id, person_id=play.people[surname], text=_THANKS)


def suspends(reason: str) -> Act:
    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, suspend_pair, pair_id=scene.pair_id, reason=reason)

    return act


def resumes(scene: Scene) -> None:
    scene.stage.do(scene.curator, resume_pair, pair_id=scene.pair_id)


def is_led_by(surname: str, *, reason: str) -> Act:
    """Another mentor takes the pair over."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(scene.curator, replace_mentor, pair_id=scene.pair_id, mentor_id=play.people[surname], reason=reason)
        play.mentors[scene.pair.name] = surname

    return act


def ends(outcome: Outcome, *, who: str | None = None, on: str | None = None, reason: str = "") -> Act:
    """Somebody (the curator unless named) says that the pair ends.

    Where notice is due it is given today and the clock closes the pair by itself, on the earliest day or `on` another.
    """

    def act(scene: Scene) -> None:
        scene.stage.do(
            who or scene.curator,
            end_pair,
            pair_id=scene.pair_id,
            outcome=outcome,
            effective_on=on and day_of(on),
            reason=reason,
        )

    return act


def takes_back(reason: str) -> Act:
    """The curator undoes the last move."""

    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, undo_move, pair_id=scene.pair_id, reason=reason)

    return act


def _register(scene: Scene, *, kind: PaperKind, purpose: str, number: str) -> int:
    play = scene.stage
    paper = play.do(
        scene.curator,
        register_paper,
        organisation=play.places[scene.school],
        kind=kind,
        purpose=purpose,
        number=number,
        dated=play.today,
        pair_ids=[scene.pair_id],
    )
    return paper.id


def lead_of(scene: Scene) -> str:
    """Who writes down what the pair does: the mentor, for pupils the curator."""
    if scene.pair.lifecycle == "pupil-pair":
        return scene.curator
    return scene.stage.mentors[scene.pair.name]


def _office_of(scene: Scene, surname: str) -> str:
    """Whose business somebody's papers are: the school's curator's, a partner's are the district's."""
    if scene.stage.homes[surname] == scene.school:
        return scene.curator
    return DISTRICT.people[0].surname
