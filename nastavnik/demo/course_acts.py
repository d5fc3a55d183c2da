"""What the script's words about the course of a pair do: meetings agreed and told of, a plan that changes."""

from engine.plans.model import PlanLine
from nastavnik.demo.acts import lead_of
from nastavnik.demo.days import Act, Scene, day_of
from storage import pair_records
from workflows.change_plan import change_plan
from workflows.confirm_meeting import confirm_meeting
from workflows.plan_meeting import Details, plan_meeting
from workflows.plan_series import plan_series
from workflows.postpone_plan_item import postpone_plan_item
from workflows.record_meeting import Notes, record_meeting


def agrees(series: str, *, place: str, topic: str = "") -> Act:
    """Working meetings ahead, in the words of the page: `каждый вторник в 15:00 до 25.12`."""

    def act(scene: Scene) -> None:
        details = Details(place=place, topic=topic)
        scene.stage.do(lead_of(scene), plan_series, pair_id=scene.pair_id, series=series, details=details)

    return act


def invites_to_meet(on: str, *, kind: str = "work", time: str, place: str, topic: str = "") -> Act:
    """One meeting ahead, beside others of its kind."""

    def act(scene: Scene) -> None:
        details = Details(time, 45, place, topic)
        scene.stage.do(
            lead_of(scene),
            plan_meeting,
            pair_id=scene.pair_id,
            kind=kind,
            on=day_of(on),
            details=details,
            beside=True,
        )

    return act


def works(topic: str, *, done: str, ahead: str = "", confirmed: tuple[str, ...] = ()) -> Act:
    """A working meeting of today with its notes; `confirmed` say so, too."""

    def act(scene: Scene) -> None:
        play = scene.stage
        made = play.do(
            lead_of(scene),
            record_meeting,
            pair_id=scene.pair_id,
            kind="work",
            held_on=play.today,
            notes=Notes(topic, done, ahead),
        )
        for surname in confirmed:
            play.do(surname, confirm_meeting, meeting_id=made.id, held=True)

    return act


def denies(surname: str) -> Act:
    """Somebody says that the pair's newest meeting was not held."""

    def act(scene: Scene) -> None:
        play = scene.stage
        newest = play.read(lambda tx: max(pair_records.meetings_of_pair(tx, scene.pair_id), key=lambda one: one.id))
        play.do(surname, confirm_meeting, meeting_id=newest.id, held=False)

    return act


def adds_to_plan(*steps: tuple[str, str], reason: str) -> Act:
    """The curator changes an approved plan: the former edition stays."""

    def act(scene: Scene) -> None:
        lines = [PlanLine(title, day_of(due)) for title, due in steps]
        scene.stage.do(scene.curator, change_plan, pair_id=scene.pair_id, reason=reason, add=lines)

    return act


def asks_for_time(position: int, to: str, *, reason: str) -> Act:
    """The mentor asks the curator to move a line of the plan."""

    def act(scene: Scene) -> None:
        scene.stage.do(
            lead_of(scene),
            postpone_plan_item,
            pair_id=scene.pair_id,
            position=position,
            to_day=day_of(to),
            reason=reason,
        )

    return act
