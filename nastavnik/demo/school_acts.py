"""What the script's words about a school do: its roadmap, its surveys, its people."""

from engine.lifecycle.facts import PaperKind
from engine.obligations import Past
from nastavnik.demo.cast import PLACES, Lifecycle
from nastavnik.demo.days import Act, Scene, day_of
from nastavnik.demo.welcoming import welcome
from storage import roadmaps
from workflows.apply_roadmap import apply_roadmap
from workflows.assign_item import assign_item
from workflows.bind_item import bind_item
from workflows.change_person import PersonChanges, change_person
from workflows.complete_item import Proof, complete_item
from workflows.grant_role import NewGrant, grant_role
from workflows.open_survey import open_survey
from workflows.register_paper import register_paper
from workflows.reschedule_item import reschedule_item
from workflows.start_programme import start_programme

TEACHERS, MULTIFUNCTIONAL, DISTRICTS = "s1-teachers-2025", "s2-multifunctional-2021", "s4-district-2022"


def applies_roadmap(template: str = TEACHERS, *, start: str | None = None, past: Past = "open") -> Act:
    """The plan of the year becomes live, re-dated to begin on `start`; rows that name nobody become questions."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        applied = play.do(
            scene.curator,
            apply_roadmap,
            organisation_id=play.places[school].id,
            template_key=template,
            past=past,
            start=start and day_of(start),
        )
        play.roadmaps[school] = applied.roadmap_id

    return act


def welcomes(scene: Scene) -> None:
    """Those who come with the second school year."""
    place = next(one for one in PLACES if one.slug == scene.school)
    for person in place.with_addresses(place.newcomers):
        welcome(scene.stage, place, person)


def starts_programme(lifecycle: Lifecycle, title: str, *, first: str = "01.09", last: str = "29.05") -> Act:
    """Teachers work by the roadmap; pupils by the dates of their own stages, until the end of lessons."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        started = play.do(
            scene.curator,
            start_programme,
            organisation=play.places[school],
            title=title,
            lifecycle=lifecycle,
            roadmap_id=play.roadmaps[school] if lifecycle == "teacher-pair" else None,
            starts=day_of(first),
            ends=day_of(last),
        )
        play.programmes[school, lifecycle] = started.id

    return act


def assigns(surname: str, *keys: str) -> Act:
    """Rows that the school itself gives to somebody."""

    def act(scene: Scene) -> None:
        play = scene.stage
        for key in keys:
            play.do(scene.curator, assign_item, item_id=item_of(scene, key), person_id=play.people[surname])

    return act


def completes(key: str, link: str, *, due: str | None = None) -> Act:
    """A row is done, a page of the school's site shows it; `due` says which date of a row with several."""

    def act(scene: Scene) -> None:
        scene.stage.do(
            scene.curator,
            complete_item,
            item_id=item_of(scene, key),
            proof=Proof("link", f"https://{scene.school}.example/{link}"),
            occurrence=due and day_of(due).isoformat(),
        )

    return act


def hands_in(key: str) -> Act:
    """The pair's own share of a row is done."""

    def act(scene: Scene) -> None:
        scene.stage.do(
            scene.curator,
            complete_item,
            item_id=item_of(scene, key),
            proof=Proof("link", f"https://{scene.school}.example/{key}"),
            pair_id=scene.pair_id,
        )

    return act


def registers(key: str, kind: PaperKind, purpose: str, number: str) -> Act:
    """A paper of today closes a row."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(
            scene.curator,
            register_paper,
            organisation=play.places[scene.school],
            kind=kind,
            purpose=purpose,
            number=number,
            dated=play.today,
            item_id=item_of(scene, key),
        )

    return act


def postpones(key: str, to: str, *, reason: str) -> Act:
    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, reschedule_item, item_id=item_of(scene, key), to_day=day_of(to), reason=reason)

    return act


def sets_date(key: str, day: str) -> Act:
    """The date of a row that waited for somebody else's plan has become known."""

    def act(scene: Scene) -> None:
        scene.stage.do(scene.curator, bind_item, item_id=item_of(scene, key), on=day_of(day))

    return act


def asks(lifecycle: Lifecycle, period: str) -> Act:
    """The diagnostics of a period are opened for a programme."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        opened = play.do(
            scene.curator,
            open_survey,
            programme_id=play.programmes[school, lifecycle],
            kind="diagnostics",
            period=period,
        )
        play.surveys[school, lifecycle, period] = opened.id

    return act


def goes_on_leave(*, deputy: str, since: str, until: str) -> Act:
    """Another takes the curator's work over for some days, letters included."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        head, curator = play.heads[school], play.curators[school]
        first, last = day_of(since), day_of(until)
        told = NewGrant(
            person_id=play.people[deputy],
            role="curator",
            organisation_id=play.places[school].id,
            from_day=first,
            to_day=last,
            deputy_of_id=play.people[curator],
        )
        play.do(head, grant_role, told=told)
        play.deputies[school] = (deputy, first, last)

    return act


def corrects_address(surname: str, email: str) -> Act:
    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(scene.curator, change_person, person_id=play.people[surname], changes=PersonChanges(email=email))

    return act


def item_of(scene: Scene, key: str) -> int:
    """The id of a roadmap row by its key in the template."""
    roadmap = scene.stage.roadmaps[scene.school]
    rows = scene.stage.read(lambda tx: roadmaps.live_items(tx, roadmap))
    return next(one.facts.id for one in rows if one.row.key == key)
