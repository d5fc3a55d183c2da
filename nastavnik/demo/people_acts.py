"""What the script's words about people do: lists of them from a file, consents taken back, somebody leaves."""

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from engine.people_reading.columns import TITLES, Field
from nastavnik.demo.days import Act, Scene
from nastavnik.demo.stage import OutOfScriptError
from storage import people
from workflows.check_people import check_people
from workflows.erase_person import erase_person
from workflows.hand_over_pairs import hand_over_pairs
from workflows.import_people import import_people
from workflows.read_people_file import PeopleFile, read_people_file
from workflows.record_consent import record_consent
from workflows.withdraw_consent import withdraw_consent

Line = Mapping[Field, str]
"""A row of the file, by the columns of the template."""


def loads_list(*lines: Line) -> Act:
    """The curator loads a file: new people come, known ones get what the registers ask about them."""

    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        home = play.places[school].id
        play.do(scene.curator, import_people, organisation_id=home, found=_file(lines))
        for line in lines:
            surname = line["name"].partition(" ")[0]
            if surname not in play.people:
                [one] = play.read(partial(people.namesakes, organisation_id=home, name=line["name"]))
                play.people[surname], play.homes[surname] = one.id, school
            if "consent" in line:
                play.signed.add((surname, "personal-data"))

    return act


def checks_list(*lines: Line) -> Act:
    """A file was read and waits for the curator: some of its rows have faults."""

    def act(scene: Scene) -> None:
        home = scene.stage.places[scene.school].id
        scene.stage.do(scene.curator, check_people, organisation_id=home, found=_file(lines))

    return act


def allows_photos(*surnames: str) -> Act:
    """Consents to publish a photo, signed today."""

    def act(scene: Scene) -> None:
        play = scene.stage
        for one in surnames:
            play.do(scene.curator, record_consent, person_id=play.people[one], kind="photo", signed_on=play.today)

    return act


def takes_back(surname: str, kind: str = "personal-data") -> Act:
    """Somebody withdraws a consent: the thirty days begin."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(scene.curator, withdraw_consent, person_id=play.people[surname], kind=kind, on=play.today)

    return act


def is_erased(surname: str) -> Act:
    """Somebody has asked for it: the head strikes the person's data out."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(play.heads[scene.school], erase_person, person_id=play.people[surname])

    return act


def leaves(mentor: str, fates: Mapping[str, str], *, reason: str) -> Act:
    """A mentor goes; `fates`: the pair's name → the surname of whoever leads it from today on."""

    def act(scene: Scene) -> None:
        play = scene.stage
        new = {play.pairs[pair]: play.people[surname] for pair, surname in fates.items()}
        made = play.do(scene.curator, hand_over_pairs, mentor_id=play.people[mentor], fates=new, reason=reason)
        if made.left:
            raise OutOfScriptError(f"{mentor} still leads {made.left}")
        play.mentors |= fates

    return act


def _file(lines: Sequence[Line]) -> PeopleFile:
    """The workbook a school would fill in, read as if it had been sent."""
    columns: list[Field] = [field for field in TITLES if any(field in line for line in lines)]
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("Участники")
        page.write_row(0, 0, [TITLES[field].ru for field in columns])
        for at, line in enumerate(lines, start=1):
            page.write_row(at, 0, [line.get(field, "") for field in columns])
    return read_people_file(file.getvalue())
