"""What the script's words about common events and publications do."""

from collections.abc import Mapping

from engine.events import ArticleKind, EventKind, EventLevel, EventRole, Invited
from nastavnik.demo.days import Act, Scene, day_of
from storage import events
from workflows.certify_event import certify_event, tell_of_guest
from workflows.invite_to_event import invite_to_event
from workflows.plan_event import EventPlan, call_off_event, plan_event
from workflows.record_article import record_article
from workflows.record_event import record_event


def plans_event(
    title: str,
    kind: EventKind,
    on: str,
    *,
    time: str = "",
    minutes: int = 90,
    place: str = "",
    level: EventLevel = "school",
    hours: int | None = None,
    whom: Invited | None = None,
) -> Act:
    """An event the script calls by its title; `whom` is invited at once, with a time of day by letter."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        plan = EventPlan(kind, title, day_of(on), time, minutes, place, level, hours=hours)
        made = play.do(scene.curator, plan_event, organisation_id=play.places[school].id, plan=plan)
        play.events[school, title] = made.id
        if whom is not None:
            play.do(scene.curator, invite_to_event, event_id=made.id, whom=whom)

    return act


def invites(title: str, *surnames: str, role: EventRole = "participant") -> Act:
    def act(scene: Scene) -> None:
        play = scene.stage
        chosen = [play.people[one] for one in surnames]
        event = play.events[scene.school, title]
        play.do(scene.curator, invite_to_event, event_id=event, whom="chosen", person_ids=chosen, role=role)

    return act


def takes_place(title: str, *, without: tuple[str, ...] = (), numbers: tuple[int, int] | None = None) -> Act:
    """It was held today: all of the list came but those who did not, or as many as the minutes say."""

    def act(scene: Scene) -> None:
        play = scene.stage
        event = play.events[scene.school, title]
        away = {play.people[one] for one in without}
        listed = play.read(lambda tx: events.guests(tx, [event])).get(event, [])
        came = [one.person_id for one in listed if one.person_id not in away]
        play.do(scene.curator, record_event, event_id=event, held_on=play.today, came=came, numbers=numbers)

    return act


def certifies(title: str) -> Act:
    """Certificates for everybody who came to a lesson."""

    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, certify_event, event_id=scene.stage.events[scene.school, title])

    return act


def results(title: str, told: Mapping[str, str]) -> Act:
    """What somebody reached or spoke about, by surname."""

    def act(scene: Scene) -> None:
        play = scene.stage
        event = play.events[scene.school, title]
        for surname, result in told.items():
            play.do(scene.curator, tell_of_guest, event_id=event, person_id=play.people[surname], result=result)

    return act


def calls_off(title: str, *, reason: str) -> Act:
    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(scene.curator, call_off_event, event_id=play.events[scene.school, title], reason=reason)

    return act


def publishes(kind: ArticleKind, title: str, path: str, *, author: str | None = None) -> Act:
    """Something about mentoring appears on the school's site today."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(
            scene.curator,
            record_article,
            organisation_id=play.places[scene.school].id,
            kind=kind,
            link=f"https://{scene.school}.example/{path}",
            title=title,
            author_id=author and play.people[author],
        )

    return act
