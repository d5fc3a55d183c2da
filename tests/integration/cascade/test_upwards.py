"""What comes back up: status, number and paper through every level; never who did it, nor in which words."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.deadlines import Standing
from engine.refusals import BadInput, Refused
from storage import publications
from storage.database import Database
from storage.organisations import OrganisationRow
from storage.tables.roadmaps import evidences
from tests.support.cascade import Cascade, cascade
from tests.support.cast import Player, organisation, player
from tests.support.statements import counted
from workflows.adopt_roadmap import RowChoice, adopt_roadmap
from workflows.answers.cascade import below_document, cascade_document, offer_document, reference_document
from workflows.apply_roadmap import apply_roadmap
from workflows.assemble_reference import Reference, assemble_reference
from workflows.close_from_below import close_from_below
from workflows.complete_item import Proof, complete_item
from workflows.decline_roadmap import decline_roadmap
from workflows.delegate_item import delegate_item
from workflows.form_pair import form_pair
from workflows.publish_roadmap import publish_roadmap
from workflows.register_paper import register_paper
from workflows.reschedule_item import reschedule_item
from workflows.show_below import ItemBelow, show_below
from workflows.show_cascade import show_cascade
from workflows.start_programme import start_programme


@pytest.fixture
def told(database: Database) -> Cascade:
    made = cascade(database)
    made.does(made.cast.administrator, publish_roadmap, roadmap_id=made.upper)
    return made


def take(told: Cascade, place: OrganisationRow, who: Player, **how: Any) -> int:
    made = told.does(who, adopt_roadmap, publication_id=told.offer_to(place), **how)
    return int(made.roadmap_id)


def seen(told: Cascade, number: str) -> ItemBelow:
    found: ItemBelow = told.sees(told.cast.administrator, show_below, item_id=told.upper_item(number))
    return found


def order(told: Cascade, place: OrganisationRow, who: Player, item: int, number: str) -> None:
    told.does(
        who,
        register_paper,
        organisation=place,
        kind="order",
        purpose="introduction",
        number=number,
        dated=told.at.date(),
        item_id=item,
    )


def test_done_late_and_waiting(told: Cascade) -> None:
    first = take(told, told.cast.school, told.cast.curator)
    take(told, told.cast.other_school, told.cast.outsider)
    order(told, told.cast.school, told.cast.curator, told.item(first, "1.1"), "15-од")
    told.at += timedelta(days=60)
    lines = {one.name: one for one in seen(told, "1.1").lines}
    assert lines["Школа № 5"].standing is Standing.DONE
    assert lines["Школа № 5"].paper is not None
    assert (lines["Школа № 5"].paper.kind, lines["Школа № 5"].paper.number) == ("order", "15-од")
    assert lines["Школа № 7"].standing is Standing.OVERDUE
    assert lines["Школа № 7"].late_days == 21  # working days of May and of the beginning of June
    assert lines["Школа № 9"].answer == "waiting"
    found = seen(told, "1.1")
    assert (found.done, found.asked) == (1, 3)
    assert not found.may_close


def test_whoever_does_it_instead_counts(told: Cascade) -> None:
    own = take(told, told.cast.school, told.cast.curator)
    item = told.item(own, "1.1")
    given = told.does(told.cast.curator, delegate_item, item_id=item, to=told.spektr.id)
    [line] = [one for one in seen(told, "1.1").lines if one.item_id == item]
    assert (line.given_to, line.standing) == ("Спектр", None)
    made = told.does(told.methodist, adopt_roadmap, publication_id=given.publication_id)
    order(told, told.spektr, told.methodist, told.item(made.roadmap_id, "1.1"), "3")
    [line] = [one for one in seen(told, "1.1").lines if one.item_id == item]
    assert line.standing is Standing.DONE
    assert line.paper is not None
    school: ItemBelow = told.sees(told.cast.curator, show_below, item_id=item)
    assert [one.standing for one in school.lines] == [Standing.DONE]


def test_closed_when_everybody_has_done_it(told: Cascade) -> None:
    upper = told.upper_item("1.1")
    for place, who in ((told.cast.school, told.cast.curator), (told.third, told.third_curator)):
        order(told, place, who, told.item(take(told, place, who), "1.1"), "1")
    assert isinstance(told.tries(told.cast.administrator, close_from_below, item_id=upper), Refused)
    told.does(told.cast.outsider, decline_roadmap, publication_id=told.offer_to(told.cast.other_school), why="not-ours")
    assert seen(told, "1.1").may_close
    told.does(told.cast.administrator, close_from_below, item_id=upper)
    with told.database.read() as tx:
        [proof] = tx.execute(select(evidences).where(evidences.c.kind == "figure")).all()
        assert proof.reference == "выполнено в 2 из 2 организаций"
    assert not seen(told, "1.1").may_close


def test_three_levels_down_and_up(database: Database) -> None:
    told = cascade(database)
    with database.write() as tx:
        region = organisation(tx, "Область", "region", at=told.at, timezone="Europe/Kirov")
        district = organisation(tx, "Северный район", "municipality", parent=region, at=told.at)
        schools = [organisation(tx, f"Школа № {n}", "school", parent=district, at=told.at) for n in (21, 22)]
        head = player(tx, region, "Губина Ольга Юрьевна", "region", role="administrator", at=told.at)
        middle = player(tx, district, "Районов Олег Ильич", "district", role="administrator", at=told.at)
        curators = [
            player(tx, school, f"Школьная Анна {n}", f"school-{n}", role="curator", at=told.at)
            for n, school in enumerate(schools)
        ]
    top = told.does(head, apply_roadmap, organisation_id=region.id, template_key="s4-district-2022").roadmap_id
    made = told.does(head, publish_roadmap, roadmap_id=top, to=[district.id])
    middle_map = told.does(middle, adopt_roadmap, publication_id=made.fresh[0]).roadmap_id
    down = told.does(middle, publish_roadmap, roadmap_id=middle_map)
    for place, who, publication in zip(schools, curators, down.fresh, strict=True):
        taken = told.does(who, adopt_roadmap, publication_id=publication)
        if place is schools[0]:
            order(told, place, who, told.item(taken.roadmap_id, "1.1"), "7")
    found: ItemBelow = told.sees(head, show_below, item_id=told.item(top, "1.1"))
    [line] = found.lines
    assert (line.name, line.handed_on) == ("Северный район", (1, 2))
    assert line.item_id is not None
    further: ItemBelow = told.sees(middle, show_below, item_id=line.item_id)
    assert {one.name: one.standing for one in further.lines} == {
        "Школа № 21": Standing.DONE,
        "Школа № 22": Standing.UNDERWAY,
    }
    assert further.above is not None
    assert further.above.organisation == "Область"
    assert not further.above.reachable
    with pytest.raises(BadInput):
        told.sees(curators[0], show_below, item_id=line.item_id)


def test_no_name_no_word_no_file_travels(told: Cascade) -> None:
    secret = ("Громов", "Белова", "Кузнецова", "school.test", "щебечет")
    own = take(
        told,
        told.cast.school,
        told.cast.curator,
        choices={
            told.upper_item("1.1"): RowChoice(person_id=told.cast.director.id),
            told.upper_item("3.4"): RowChoice(),
            told.upper_item("3.6"): RowChoice(),
        },
    )
    told.does(
        told.cast.curator,
        complete_item,
        item_id=told.item(own, "1.1"),
        proof=Proof("link", "https://school.test/kuznetsova"),
    )
    told.does(
        told.cast.curator,
        reschedule_item,
        item_id=told.item(own, "3.4"),
        to_day=date(2022, 12, 20),
        reason="Кузнецова щебечет",
    )
    told.does(
        told.cast.curator,
        delegate_item,
        item_id=told.item(own, "3.6"),
        to=told.cast.municipality.id,
        why="nobody",
        words="Громов щебечет",
    )
    by = told.by(told.cast.administrator)
    with told.database.read() as tx:
        reference = assemble_reference(tx, by=by, item_id=told.upper_item("3.6"))
        texts = [
            str(reference_document(reference)),
            str(cascade_document(show_cascade(tx, by=by, roadmap_id=told.upper))),
            *(str(below_document(show_below(tx, by=by, item_id=told.upper_item(n)))) for n in ("1.1", "3.4", "3.6")),
            *(str(offer_document(one)) for one in publications.of_roadmap(tx, told.upper)),
        ]
    for text in texts:
        assert not [word for word in secret if word in text], text
    assert seen(told, "3.6").lines[0].why == "nobody"


def test_small_counts_of_people_are_hidden(told: Cascade) -> None:
    take(told, told.cast.school, told.cast.curator)
    programme = told.does(
        told.cast.curator,
        start_programme,
        organisation=told.cast.school,
        title="Наставничество",
        lifecycle="teacher-pair",
        roadmap_id=None,
        starts=date(2022, 4, 1),
        ends=date(2022, 12, 31),
    )
    told.does(
        told.cast.curator,
        form_pair,
        programme_id=programme.id,
        mentor_id=told.cast.mentor.id,
        mentee_ids=[told.cast.mentee.id],
    )
    made: Reference = told.sees(told.cast.administrator, assemble_reference, item_id=told.upper_item("3.6"))
    counts = {one.line.offer.org_name: one.counts["pairs"] for one in made.places}
    assert counts == {"Школа № 5": None, "Школа № 7": 0, "Школа № 9": 0}
    assert made.totals["pairs"] is None  # it would tell the only hidden one


def test_nothing_to_collect_is_said(database: Database) -> None:
    told = cascade(database)
    found: Reference = told.sees(told.cast.administrator, assemble_reference, item_id=told.upper_item("3.6"))
    assert (found.places, found.rows) == ((), ())


def test_statements_do_not_grow_with_schools(sqlite_database: Database) -> None:
    told = cascade(sqlite_database)
    told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    take(told, told.cast.school, told.cast.curator)
    few = statements(told)
    with told.database.write() as tx:
        more = [
            organisation(tx, f"Школа № {n}", "school", parent=told.cast.municipality, at=told.at) for n in range(30, 36)
        ]
        people = [player(tx, one, "Ольхова Анна Ильинична", f"c{one.id}", role="curator", at=told.at) for one in more]
    told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    for place, who in zip(more, people, strict=True):
        take(told, place, who)
    assert statements(told) == few


def statements(told: Cascade) -> list[int]:
    """Of the row, of the roadmap and of the reference, seen from above."""
    by, found = told.by(told.cast.administrator), []
    for look, told_by in (
        (show_below, {"item_id": told.upper_item("1.1")}),
        (show_cascade, {"roadmap_id": told.upper}),
        (assemble_reference, {"item_id": told.upper_item("3.6")}),
    ):
        with told.database.read() as tx, counted(tx) as done:
            look(tx, by=by, **told_by)
        found.append(len(done))
    return found
