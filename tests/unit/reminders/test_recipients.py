"""From an audience to people, as the roles stand on a day."""

from dataclasses import replace
from datetime import UTC, date, datetime

from engine.reminders.collapsing import Addressed, collapse
from engine.reminders.digesting import Waiting, letter_kind, must_wait
from engine.reminders.ladder import Step
from engine.reminders.policy import DEFAULT_LADDER, Policy
from engine.reminders.recipients import Contact, Directory, Duty, Held, readers_of_pair, recipients

DAY = date(2025, 9, 25)
SCHOOL, DISTRICT, PAIR = 1, 2, 3
CURATOR, HEAD, MENTOR, MENTEE, DEPUTY, MOTHER, OFFICIAL = 10, 11, 12, 13, 14, 15, 16


def contact(key: int, **changed: object) -> Contact:
    plain = Contact(key, f"Участник {key}", f"p{key}@school.example", "ru", minor=False, consented=True)
    return replace(plain, **changed)  # type: ignore[arg-type]  # a test names the fields it changes


EVERYBODY = Directory(
    contacts={key: contact(key) for key in (CURATOR, HEAD, MENTOR, MENTEE, DEPUTY, MOTHER, OFFICIAL)},
    holders={
        (SCHOOL, "curator"): (Held(CURATOR),),
        (SCHOOL, "head"): (Held(HEAD),),
        (DISTRICT, "administrator"): (Held(OFFICIAL),),
    },
    members={(PAIR, "mentor"): (Held(MENTOR),), (PAIR, "mentee"): (Held(MENTEE),)},
)
STAGE = Duty(SCHOOL, "pair", pair_id=PAIR, responsible_role="mentor", municipality_id=DISTRICT)


def ids(directory: Directory, duty: Duty, audience: str, *, on_due_day: bool = False, day: date = DAY) -> list[int]:
    found = recipients(directory, duty, audience, on_due_day=on_due_day, day=day)  # type: ignore[arg-type]  # as above
    return [one.person_id for one in found]


def test_each_audience_of_a_stage() -> None:
    assert ids(EVERYBODY, STAGE, "responsible") == [MENTOR]
    assert ids(EVERYBODY, STAGE, "responsible", on_due_day=True) == [CURATOR, MENTOR]
    assert ids(EVERYBODY, STAGE, "curator") == [CURATOR]
    assert ids(EVERYBODY, STAGE, "head") == [HEAD]
    assert ids(EVERYBODY, STAGE, "municipality") == [OFFICIAL]


def test_on_its_due_day_a_row_concerns_its_responsible_only() -> None:
    row = Duty(SCHOOL, "item", responsible_role="head")
    assert ids(EVERYBODY, row, "responsible", on_due_day=True) == [HEAD]


def test_a_named_person_goes_before_a_role() -> None:
    row = Duty(SCHOOL, "item", responsible_role="head", responsible_id=MENTOR)
    assert ids(EVERYBODY, row, "responsible") == [MENTOR]


def test_an_office_nobody_holds_here_falls_to_the_next() -> None:
    assert ids(EVERYBODY, Duty(SCHOOL, "item", responsible_role="administrator"), "responsible") == [HEAD]
    assert ids(EVERYBODY, Duty(DISTRICT, "item", responsible_role="head"), "responsible") == [OFFICIAL]
    assert ids(EVERYBODY, Duty(SCHOOL, "item", responsible_role="external"), "responsible") == [CURATOR]
    assert ids(EVERYBODY, Duty(DISTRICT, "item", responsible_role="external"), "responsible") == [OFFICIAL]


def test_nobody_is_an_empty_answer() -> None:
    assert ids(EVERYBODY, Duty(SCHOOL, "item"), "responsible") == []
    assert ids(EVERYBODY, Duty(SCHOOL, "item"), "municipality") == []


def test_the_pairs_own_curator_goes_before_the_schools() -> None:
    own = replace(EVERYBODY, members={**EVERYBODY.members, (PAIR, "curator"): (Held(HEAD),)})
    assert ids(own, STAGE, "curator") == [HEAD]


def test_memberships_and_roles_hold_within_their_days() -> None:
    replaced = {
        (PAIR, "mentor"): (Held(MENTOR, until=date(2025, 9, 24)), Held(DEPUTY, since=date(2025, 9, 25))),
    }
    directory = replace(EVERYBODY, members={**EVERYBODY.members, **replaced})
    assert ids(directory, STAGE, "responsible", day=date(2025, 9, 24)) == [MENTOR]
    assert ids(directory, STAGE, "responsible", day=DAY) == [DEPUTY]


def test_a_deputy_reads_within_his_days() -> None:
    directory = replace(EVERYBODY, deputies={CURATOR: (Held(DEPUTY, date(2025, 9, 22), date(2025, 9, 26)),)})
    [one] = recipients(directory, STAGE, "curator", on_due_day=False, day=DAY)
    assert (one.person_id, one.deputises_id, one.role) == (DEPUTY, CURATOR, "curator")
    assert ids(directory, STAGE, "curator", day=date(2025, 9, 29)) == [CURATOR]


def test_for_a_minor_the_representative_reads() -> None:
    people = {**EVERYBODY.contacts, MENTEE: contact(MENTEE, minor=True, email="")}
    directory = replace(EVERYBODY, contacts=people, representatives={MENTEE: (Held(MOTHER),)})
    row = Duty(SCHOOL, "item", pair_id=PAIR, responsible_role="mentee")
    [one] = recipients(directory, row, "responsible", on_due_day=False, day=DAY)
    assert (one.person_id, one.ward_id, one.role, one.silence) == (MOTHER, MENTEE, "representative", "")


def test_a_minor_without_a_representative_is_silence_with_a_reason() -> None:
    people = {**EVERYBODY.contacts, MENTEE: contact(MENTEE, minor=True)}
    row = Duty(SCHOOL, "item", pair_id=PAIR, responsible_role="mentee")
    [one] = recipients(replace(EVERYBODY, contacts=people), row, "responsible", on_due_day=False, day=DAY)
    assert "представител" in one.silence


def test_without_consent_a_participant_hears_of_the_first_stage_only() -> None:
    people = {**EVERYBODY.contacts, MENTOR: contact(MENTOR, consented=False)}
    directory = replace(EVERYBODY, contacts=people, formed=frozenset({PAIR}))
    plan = Duty(SCHOOL, "plan-item", pair_id=PAIR, responsible_role="mentor")
    assert [one.silence for one in recipients(directory, STAGE, "responsible", on_due_day=False, day=DAY)] == [""]
    [about_plan] = recipients(directory, plan, "responsible", on_due_day=False, day=DAY)
    assert "согласия" in about_plan.silence
    later = replace(directory, formed=frozenset())
    [about_stage] = recipients(later, STAGE, "responsible", on_due_day=False, day=DAY)
    assert "согласия" in about_stage.silence


def test_an_office_needs_no_consent_to_do_its_work() -> None:
    people = {**EVERYBODY.contacts, CURATOR: contact(CURATOR, consented=False)}
    [one] = recipients(replace(EVERYBODY, contacts=people), STAGE, "curator", on_due_day=False, day=DAY)
    assert one.silence == ""


def test_whoever_cannot_be_reached_is_silence_with_a_reason() -> None:
    for changed in ({"email": ""}, {"disabled": True}, {"address_fault": "550: нет такого ящика"}):
        people = {**EVERYBODY.contacts, HEAD: contact(HEAD, **changed)}
        [one] = recipients(replace(EVERYBODY, contacts=people), STAGE, "head", on_due_day=False, day=DAY)
        assert one.silence


def test_each_reader_of_a_pair_once() -> None:
    both = replace(EVERYBODY, members={(PAIR, "mentor"): (Held(MENTOR),), (PAIR, "curator"): (Held(MENTOR),)})
    found = readers_of_pair(both, STAGE, ("mentor", "mentee", "curator"), DAY)
    assert [(one.person_id, one.role) for one in found] == [(MENTOR, "mentor")]


def step(offset: int) -> Step:
    rung = next(rung for rung in DEFAULT_LADDER if rung.offset == offset)
    return Step(rung, datetime(2025, 9, 15, 6, tzinfo=UTC).replace(day=15 + offset))


def test_missed_rungs_collapse_into_the_latest_of_each_person() -> None:
    missed = [Addressed(step(offset), MENTOR) for offset in (-14, -7, -1)] + [Addressed(step(1), CURATOR)]
    found = collapse(missed)
    assert {(one.step.rung.offset, one.recipient_id) for one in found.kept} == {(-1, MENTOR), (1, CURATOR)}
    assert {(one.step.rung.offset, one.recipient_id) for one in found.superseded} == {(-14, MENTOR), (-7, MENTOR)}


def test_one_person_in_two_audiences_of_a_rung_is_one_row() -> None:
    found = collapse([Addressed(step(0), MENTOR), Addressed(step(0), MENTOR)])
    assert (len(found.kept), found.superseded) == (1, ())


def test_the_kind_of_a_letter() -> None:
    assert letter_kind([Waiting(-7, "responsible")]) == "reminder"
    assert letter_kind([Waiting(0, "responsible")]) == "due_today"
    assert letter_kind([Waiting(1, "curator")]) == "escalation_curator"
    assert letter_kind([Waiting(3, "head")]) == "escalation_head"
    assert letter_kind([Waiting(7, "municipality")]) == "escalation_municipality"
    assert letter_kind([Waiting(7, "municipality"), Waiting(-7, "responsible")]) == "digest"


def test_the_budget_stops_reminders_but_not_due_days() -> None:
    policy = Policy("default", 1)
    assert not must_wait([Waiting(-7, "responsible")], policy=policy, spent=6)
    assert must_wait([Waiting(-7, "responsible")], policy=policy, spent=7)
    assert not must_wait([Waiting(0, "responsible")], policy=policy, spent=20)
    assert not must_wait([Waiting(-7, "responsible"), Waiting(1, "curator")], policy=policy, spent=20)
