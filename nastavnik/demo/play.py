"""The year is played: from one scene or due moment to the next, never day by day."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from nastavnik.demo.cast import DISTRICT, SCHOOLS, UNKNOWN, WARY
from nastavnik.demo.clock import PlayedClock
from nastavnik.demo.days import Day, Scene, day_of
from nastavnik.demo.folder import CLOCK, MAILDIR
from nastavnik.demo.house import settings_of
from nastavnik.demo.mail import DistrictMail
from nastavnik.demo.prologue import begin_year, found_district
from nastavnik.demo.script import CHRONICLES, STORIES
from nastavnik.demo.sign_ins import SignIn, in_order, keep
from nastavnik.demo.stage import OutOfScriptError, Stage, instant
from nastavnik.wiring import channel_of, post_of
from notifications.smtp import Channel
from storage.database import Database
from storage.schema import migrate
from workflows.deliver_outbox import Post
from workflows.tick import next_wake, tick

FIRST_DAY, LAST_DAY = day_of("20.08"), day_of("24.11.26")
CURTAIN = instant(LAST_DAY, "10:30")  # a Tuesday morning of the second autumn: pairs in every stage, much to act on

_BREATH = timedelta(minutes=1)  # a moment that stays due after its tick is looked at again this much later
_MOST_BREATHS = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the chronicle."""

    on: date
    organisation: str
    what: str


@dataclass(slots=True)
class Played:
    """How the year went. `ticks`: how often the worker's pulse beat; `at`: where the clock stands; `seconds`: how long
    the play took; `sign_ins`: who is shown how to sign in.
    """

    folder: Path
    at: datetime
    ticks: int = 0
    seconds: float = 0
    sign_ins: tuple[SignIn, ...] = ()
    chronicle: list[Told] = field(default_factory=list[Told])


Watch = Callable[[date, Told | None], None]


def play(folder: Path, *, base_url: str = "http://localhost:8000", watch: Watch = lambda day, told: None) -> Played:
    """Play the year in an empty folder; the database, the Maildir and the stopped clock stay there afterwards.

    Links in letters begin with `base_url`. `watch` hears of each day that is reached and of each line of the chronicle.
    """
    with ExitStack() as closing:
        mail = closing.enter_context(DistrictMail(maildir=folder / MAILDIR, unknown=UNKNOWN, wary=WARY))
        settings = settings_of(folder, base_url=base_url, mail_port=mail.port)
        database = Database(settings.database)
        closing.callback(database.dispose)
        migrate(database)
        channel = closing.enter_context(channel_of(settings))
        clock = PlayedClock(instant(FIRST_DAY, "09:00"))
        played = _Play(Stage(database, clock), channel, post_of(settings), folder, watch).run()
    (folder / CLOCK).write_text(f"{played.at.isoformat()}\n", encoding="ascii")
    return played


class _Play:
    def __init__(self, stage: Stage, channel: Channel, post: Post, folder: Path, watch: Watch) -> None:
        self._stage = stage
        self._channel = channel
        self._post = post
        self._watch = watch
        self._played = Played(folder, stage.clock.now())

    def run(self) -> Played:
        began = self._stage.clock.elapsed()
        found_district(self._stage)
        begin_year(self._stage)
        for day, scene in _in_order(self._stage):
            self._live_until(day.at)
            self._act(day, scene)
        self._live_until(CURTAIN)
        self._played.sign_ins = in_order(self._stage.sign_ins)
        keep(self._played.folder, self._played.sign_ins)
        self._played.at = self._stage.clock.now()
        self._played.seconds = self._stage.clock.elapsed() - began
        return self._played

    def _act(self, day: Day, scene: Scene) -> None:
        told = Told(day.at.date(), self._stage.places[scene.school].name, day.told) if day.told else None
        if told is not None:
            self._played.chronicle.append(told)
        self._watch(day.at.date(), told)
        for act in day.acts:
            act(scene)

    def _live_until(self, moment: datetime) -> None:
        """The worker's life up to a moment: a tick at each instant at which something is due."""
        clock = self._stage.clock
        earliest = clock.now()
        for _ in range(_MOST_BREATHS):
            wake = next_wake(self._stage.database)
            if wake is None or max(wake, earliest) > moment:
                clock.turn(moment)
                return
            clock.turn(max(wake, earliest))
            tick(self._stage.database, self._channel, clock=clock, post=self._post)
            self._played.ticks += 1
            self._watch(self._stage.today, None)
            earliest = clock.now() + _BREATH
        raise OutOfScriptError(f"something stays due for ever at {clock.now().isoformat()}")


def _in_order(stage: Stage) -> Iterator[tuple[Day, Scene]]:
    """Every day of every story and school by time; of one moment the schools in their order."""
    days = [(day, Scene(stage, one.school)) for one in CHRONICLES for day in one.days]
    days += [(day, Scene(stage, one.school, one)) for one in STORIES for day in one.days]
    order = {place.slug: number for number, place in enumerate((DISTRICT, *SCHOOLS))}
    yield from sorted(days, key=lambda one: (one[0].at, order[one[1].school]))
