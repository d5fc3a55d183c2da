"""What the script's words about questionnaires do."""

from collections.abc import Iterator, Mapping, Sequence

from engine.questionnaires import Question, Questionnaire
from nastavnik.demo.cast import Lifecycle
from nastavnik.demo.days import Act, Scene, day_of
from workflows.answer_survey import answer_survey
from workflows.close_survey import close_survey
from workflows.open_survey import open_survey
from workflows.survey_at_hand import take_survey

Told = Mapping[str, str | Sequence[str]]


def opens(lifecycle: Lifecycle, questionnaire: str, period: str, *, until: str) -> Act:
    """A questionnaire of ours is opened for a programme; the script calls it by its key and period."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        opened = play.do(
            scene.curator,
            open_survey,
            programme_id=play.programmes[school, lifecycle],
            questionnaire=questionnaire,
            period=period,
            due_on=day_of(until),
        )
        play.surveys[school, questionnaire, period] = opened.id

    return act


def closes(questionnaire: str, period: str) -> Act:
    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, close_survey, survey_id=scene.stage.surveys[scene.school, questionnaire, period])

    return act


def fill_in(
    questionnaire: str, period: str, *surnames: str, grade: int = 4, told: Mapping[str, Told] | None = None
) -> Act:
    """These people answer, each in his own way about the grade; `told`: what somebody answers for sure."""

    def act(scene: Scene) -> None:
        for surname in surnames:
            _answers(scene, questionnaire, period, surname, grade=grade, told=(told or {}).get(surname, {}))

    return act


def assess(period: str, *surnames: str, grade: int = 4) -> Act:
    """The quarter's diagnostics about the pair of the story: by these people, or everybody of the pair."""

    def act(scene: Scene) -> None:
        play, pair = scene.stage, scene.pair
        for surname in surnames or (play.mentors[pair.name], *pair.mentees):
            _answers(scene, "quarterly-teachers", period, surname, grade=grade, pair_id=scene.pair_id)

    return act


def _answers(
    scene: Scene,
    key: str,
    period: str,
    surname: str,
    *,
    grade: int,
    told: Told | None = None,
    pair_id: int | None = None,
) -> None:
    play = scene.stage
    survey = play.surveys[scene.school, key, period]
    person = play.people[surname]
    chosen = dict(_usual(_questions(scene, survey), surname, grade)) | {
        name: [str(play.people[one]) for one in value] if name == "preferred" else value
        for name, value in (told or {}).items()
    }
    play.do(surname, answer_survey, survey_id=survey, person_id=person, answers=chosen, pair_id=pair_id)


def _questions(scene: Scene, survey: int) -> Questionnaire:
    hand = scene.stage.read(lambda tx: take_survey(tx, survey))
    assert hand is not None and hand.questionnaire is not None  # noqa: PT018, S101  # the script has opened it
    return hand.questionnaire


def _usual(questionnaire: Questionnaire, surname: str, grade: int) -> Iterator[tuple[str, str | list[str]]]:
    """Answers to whatever must be answered, the same at each play."""
    turn = sum(map(ord, surname))
    for at, question in enumerate(questionnaire.questions):
        if question.kind == "scale" or (question.required and question.kind in ("one", "many")):
            yield question.key, _one(question, turn + at, grade)


def _one(question: Question, turn: int, grade: int) -> str | list[str]:
    match question.kind:
        case "scale":
            return str(min(question.highest, max(question.lowest, grade + (0, 1, 0, -1)[turn % 4])))
        case "many":
            keys = [option.key for option in question.options]
            return sorted({keys[turn % len(keys)], keys[(turn * 3 + 1) % len(keys)]})
        case _:
            return question.options[turn % len(question.options)].key
