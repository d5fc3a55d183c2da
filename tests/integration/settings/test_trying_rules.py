"""New reminder rules are tried before they are saved, and then do exactly what was shown."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.reminders.policy import Policy, Rung, Window
from storage.database import Database
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from tests.support.statements import counted
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.change_policy import PolicyPreview, change_policy, policy_in_force, preview_policy
from workflows.publish_policy import PolicyPublished

KIROV = ZoneInfo("Europe/Kirov")
DEFAULT = Policy("default", 1)
FIVE_BEFORE = Rung(-5, "calendar", "responsible", "reminder")
EARLIER = replace(DEFAULT, rungs=(*DEFAULT.rungs[:2], FIVE_BEFORE, *DEFAULT.rungs[2:]))
FEWER = replace(DEFAULT, rungs=DEFAULT.rungs[3:])
LATER = replace(DEFAULT, window=Window(moment=time(11)))
TIGHT = replace(DEFAULT, limits=replace(DEFAULT.limits, weekly_budget=1))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=KIROV).astimezone(UTC)


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


@pytest.fixture
def cast(running: Installation) -> District:
    with running.database.write() as tx:
        made = district(tx)
        applied = apply_roadmap(tx, by=operator(), organisation_id=made.school.id, template_key="s1-teachers-2025")
        assert isinstance(applied, Applied)
    return made


def tried(running: Installation, cast: District, policy: Policy, *, at: datetime) -> PolicyPreview:
    with running.database.read() as tx:
        found = preview_policy(tx, by=cast.director.acts(at), organisation_id=cast.school.id, policy=policy)
    assert isinstance(found, PolicyPreview)
    return found


def saved(running: Installation, cast: District, policy: Policy, *, at: datetime) -> PolicyPublished:
    with running.database.write() as tx:
        seen = policy_in_force(tx, cast.school.id).seen
        made = change_policy(tx, by=cast.director.acts(at), organisation_id=cast.school.id, policy=policy, seen=seen)
    assert isinstance(made, PolicyPublished)
    return made


CANDIDATES = {"same": DEFAULT, "more": EARLIER, "fewer": FEWER, "later": LATER, "tight": TIGHT}


@pytest.mark.parametrize("policy", CANDIDATES.values(), ids=CANDIDATES)
@pytest.mark.parametrize("day", ["2025-09-03T08:30", "2025-09-10T08:30", "2025-09-25T10:00", "2025-10-15T08:30"])
def test_what_was_shown_is_what_goes(running: Installation, cast: District, policy: Policy, day: str) -> None:
    running.play(local(day))
    shown = tried(running, cast, policy, at=local(day)).then
    saved(running, cast, policy, at=local(day))
    before = len(running.recorder.letters)
    running.play(local(day[:10] + "T23:00"))
    came = Counter(letter.recipient for letter in running.recorder.letters[before:])
    assert came == Counter(one.recipient for one in shown.letters)


def test_what_the_new_rungs_have_missed_is_counted_and_never_sent(running: Installation, cast: District) -> None:
    running.play(local("2025-09-22T10:00"))  # Monday; due on 25 September: the new rung would have gone on the 19th
    shown = tried(running, cast, EARLIER, at=local("2025-09-22T10:00"))
    assert shown.then.past > 0
    assert not shown.same
    assert shown.now.past == 0
    made = saved(running, cast, EARLIER, at=local("2025-09-22T10:00"))
    assert (made.key, made.version, made.fresh) == ("default", 2, True)
    running.play(local("2025-09-22T23:00"))
    about_the_past = running.rows(
        "SELECT count(*) FROM reminder WHERE rung = -5 AND due_at < :at", at=local("2025-09-22T10:00")
    )
    assert about_the_past == [(0,)]


def test_the_same_rules_are_told_to_be_the_same(running: Installation, cast: District) -> None:
    assert tried(running, cast, DEFAULT, at=local("2025-09-03T08:30")).same


def test_of_two_who_change_the_rules_the_second_is_told(running: Installation, cast: District) -> None:
    at = local("2025-09-03T08:30")
    with running.database.read() as tx:
        seen = policy_in_force(tx, cast.school.id).seen
    saved(running, cast, TIGHT, at=at)
    with pytest.raises(ChangedMeanwhile), running.database.write() as tx:
        change_policy(tx, by=cast.director.acts(at), organisation_id=cast.school.id, policy=FEWER, seen=seen)


def test_a_school_with_rules_of_its_own_is_not_reached_from_above(running: Installation, cast: District) -> None:
    at = local("2025-09-10T08:30")
    running.play(at)
    saved(running, cast, FEWER, at=at)
    with running.database.read() as tx:
        above = preview_policy(tx, by=cast.administrator.acts(at), organisation_id=cast.municipality.id, policy=EARLIER)
    assert isinstance(above, PolicyPreview)
    assert above.then == above.now


def test_a_look_asks_no_more_because_there_is_more(sqlite_database: Database) -> None:
    def asked(cast: District) -> int:
        with sqlite_database.read() as tx, counted(tx) as seen:
            made = preview_policy(
                tx, by=cast.administrator.acts(), organisation_id=cast.municipality.id, policy=EARLIER
            )
        assert isinstance(made, PolicyPreview)
        return len(seen)

    with sqlite_database.write() as tx:
        cast = district(tx)
        apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
    few = asked(cast)
    with sqlite_database.write() as tx:
        for key in ("s2-multifunctional-2021", "s3-lyceum-2020", "s1-teachers-2025"):
            apply_roadmap(tx, by=operator(), organisation_id=cast.other_school.id, template_key=key)
    assert asked(cast) == few


def test_faulty_rules_are_neither_shown_nor_saved(running: Installation, cast: District) -> None:
    late = replace(DEFAULT, rungs=(Rung(3, "working", "responsible", "reminder"),), review_rungs=())
    with running.database.read() as tx, pytest.raises(BadInput):
        preview_policy(tx, by=cast.director.acts(), organisation_id=cast.school.id, policy=late)


def test_a_mentor_may_neither_try_nor_save(running: Installation, cast: District) -> None:
    with running.database.read() as tx:
        refused = preview_policy(tx, by=cast.mentor.acts(), organisation_id=cast.school.id, policy=FEWER)
    assert isinstance(refused, Refused)
