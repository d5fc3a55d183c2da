"""A list of people from XLSX: stored in one go, recognised the second time, taken back within a day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import consents, journal, people, profiles, roles
from storage.database import Database
from storage.tables.organisations import people as people_table
from storage.tables.participants import people_imports
from tests.support.cast import FIRST_OF_SEPTEMBER, District, consent, district, operator
from tests.support.people_files import GOOD, PUPIL, but, people_file, workbook
from workflows.change_person import PersonChanges, change_person
from workflows.change_profile import change_profile
from workflows.check_people import PeopleChecked, check_people
from workflows.decide_people import decide_people
from workflows.drop_people import drop_people
from workflows.erase_person import erase_person
from workflows.import_people import import_people, read_decisions
from workflows.load_people import PeopleLoaded, load_people
from workflows.read_people_file import read_people_file
from workflows.undo_people import PeopleUndone, undo_people
from workflows.withdraw_consent import withdraw_consent


def brought(tx: Connection, made: District, data: bytes, **how: object) -> PeopleLoaded:
    outcome = tried(tx, made, data, **how)
    assert isinstance(outcome, PeopleLoaded), outcome
    return outcome


def tried(tx: Connection, made: District, data: bytes, **how: object) -> PeopleLoaded | Refused:
    found = read_people_file(data)
    return import_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=found, **how)  # type: ignore[arg-type]  # the keywords of the flow


def named(tx: Connection, name: str) -> people.PersonRow:
    number = tx.execute(select(people_table.c.id).where(people_table.c.name == name)).scalar_one()
    found = people.by_id(tx, number)
    assert found is not None
    return found


def everything(tx: Connection) -> list[object]:
    return [tuple(row) for row in tx.execute(select(people_table).order_by(people_table.c.id))]


def test_a_row_becomes_a_person_with_profile_consent_and_role(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        done = brought(tx, made, people_file(GOOD))
        person = named(tx, "Орлова Вера Ивановна")
        profile = profiles.of_person(tx, person.id)
        assert (done.added, done.consents, done.left) == (1, 1, 0)
        assert (person.kind, person.email, person.position) == ("staff", "orlova@school.test", "учитель химии")
        assert (person.born, person.hired) == (date(1998, 9, 25), date(2023, 9, 1))
        assert (profile.sex, profile.competences, profile.capacity) == ("f", ["химия", "ЕГЭ"], 3)
        assert [one.role for one in roles.of_person(tx, person.id)] == ["mentor"]
        [signed] = consents.of_person(tx, person.id)
        assert (signed.kind, signed.signed_on, signed.signed_by_id) == ("personal-data", date(2025, 8, 28), None)
        assert signed.definition_id is not None


def test_a_pupil_comes_with_the_representative_who_signs(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        sister = but(PUPIL, name="Зайцева Ольга Олеговна", born="05.06.2014", sex="ж")
        done = brought(tx, made, people_file(PUPIL, sister))
        mother = named(tx, "Зайцева Юлия Львовна")
        assert (done.added, done.representatives) == (2, 1)
        for name in ("Зайцев Ян Олегович", "Зайцева Ольга Олеговна"):
            child = named(tx, name)
            assert [one.person_id for one in roles.representatives(tx, child.id, day=date(2025, 9, 1))] == [mother.id]
            assert consents.of_person(tx, child.id)[0].signed_by_id == mother.id


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    data = people_file(GOOD, PUPIL)
    with database.write() as tx:
        made = district(tx)
        brought(tx, made, data)
        before = everything(tx)
        again = brought(tx, made, data)
        assert (again.added, again.changed, again.same, again.representatives) == (0, 0, 2, 0)
        assert everything(tx) == before


def test_the_same_people_in_another_file_are_recognised_and_completed(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        brought(tx, made, people_file(GOOD, PUPIL))
        other = workbook(
            (
                "Лист 1",
                [
                    ["Список участников на 1 сентября"],
                    [],
                    ["№ п/п", "Электронная почта", "Фамилия", "Имя", "Отчество", "Класс", "Телефон"],
                    [1, 2, 3, 4, 5, 6, 7],
                    [1, "ORLOVA@school.test", "ОРЛОВА", "Вера", "Ивановна", "", "8 (912) 000-00-00"],
                    [2, "", "Зайцев", "Ян", "Олегович", "9 «А» класс", ""],
                ],
            )
        )
        done = brought(tx, made, other)
        orlova = named(tx, "Орлова Вера Ивановна")
        assert (done.added, done.changed) == (0, 2)
        assert profiles.of_person(tx, orlova.id).phone == "8 (912) 000-00-00"
        assert orlova.position == "учитель химии"  # an empty cell takes nothing away
        assert named(tx, "Зайцев Ян Олегович").position == "9 «А» класс"


@pytest.mark.parametrize(
    "name",
    [
        "Иванова М.П.",
        "Иванова М. П.",
        "Ивонова Мария Петровна",
        "Иванова Мария Петрвна",
        "Иванова Мария",
    ],
)
def test_a_doubtful_name_waits_for_a_decision(database: Database, name: str) -> None:
    data = people_file(
        but(
            GOOD,
            name=name,
            email="other@school.test",
            born=None,
            consent=None,
            sex=None,
            hired=None,
            phone=None,
            competences=None,
            capacity=None,
        )
    )
    with database.write() as tx:
        made = district(tx)
        refused = tried(tx, made, data)
        assert isinstance(refused, Refused)
        assert [one.need for one in refused.reasons] == ["duplicates"]
        assert "Иванова Мария Петровна" in refused.reasons[0].reason.ru
        done = brought(tx, made, data, decisions={"0:2": made.mentor.id})
        assert (done.added, done.changed) == (0, 1)
        assert people.by_id(tx, made.mentor.id).position == "учитель химии"  # type: ignore[union-attr]  # of the cast


@pytest.mark.parametrize("name", ["Ивaновa Мaрия Пeтpoвнa", "ИВАНОВА МАРИЯ ПЕТРОВНА", "Иванова  Мария\u00a0Петровна"])
def test_letters_that_look_alike_and_spaces_are_the_same_name(database: Database, name: str) -> None:
    row = but(GOOD, name=name, email="mentor@school.test")
    with database.write() as tx:
        made = district(tx)
        assert brought(tx, made, people_file(row)).added == 0


def test_yo_is_e(database: Database) -> None:
    row = but(GOOD, name="Громов Петр Ильич", email="director@school.test", sex="м")
    with database.write() as tx:
        made = district(tx)
        assert brought(tx, made, people_file(row)).added == 0
        assert people.by_id(tx, made.director.id).name == "Громов Пётр Ильич"  # type: ignore[union-attr]  # of the cast


def test_a_namesake_decided_to_be_another_is_added(database: Database) -> None:
    row = but(GOOD, name="Иванова Мария Петровна", email="second@school.test")
    with database.write() as tx:
        made = district(tx)
        done = brought(tx, made, people_file(row), decisions=read_decisions(["2=new"], "--decide"))
        assert done.added == 1


def test_good_rows_only_leaves_out_faults_and_doubts_and_strips_what_waits_for_a_consent(database: Database) -> None:
    rows = (
        GOOD,
        but(GOOD, name="Иванова М.П.", email="x@school.test"),
        but(GOOD, name="Рыбин Олег Ильич", email="нет", sex="м"),
        but(GOOD, name="Лисина Анна Ильинична", email="lisina@school.test", consent=None),
    )
    with database.write() as tx:
        made = district(tx)
        assert isinstance(tried(tx, made, people_file(*rows)), Refused)
        done = brought(tx, made, people_file(*rows), good_only=True)
        assert (done.added, done.left, done.stripped, done.consents) == (2, 2, 1, 1)
        lisina = named(tx, "Лисина Анна Ильинична")
        assert (lisina.email, lisina.born, profiles.of_person(tx, lisina.id).version) == ("lisina@school.test", None, 0)
        assert consents.of_person(tx, lisina.id) == []


def test_the_words_of_the_file_are_let_go_after_loading_and_dropping(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        found = read_people_file(people_file(GOOD))
        first = check_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=found)
        again = check_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=found)
        assert isinstance(first, PeopleChecked)
        assert again == PeopleChecked(first.import_id, again=True)
        load_people(tx, by=made.curator.acts(), import_id=first.import_id)
        other = check_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=found)
        assert isinstance(other, PeopleChecked)
        drop_people(tx, by=made.curator.acts(), import_id=other.import_id)
        kept = tx.execute(select(people_imports.c.state, people_imports.c.told).order_by(people_imports.c.id)).all()
        assert [tuple(one) for one in kept] == [("loaded", []), ("dropped", [])]
        assert isinstance(load_people(tx, by=made.curator.acts(), import_id=other.import_id), Refused)


def test_undo_takes_everybody_of_the_file_back_and_restores_who_was_changed(database: Database) -> None:
    changed = but(GOOD, name="Иванова Мария Петровна", email="mentor@school.test")
    with database.write() as tx:
        made = district(tx)
        before = everything(tx)
        done = brought(tx, made, people_file(GOOD, PUPIL, changed))
        assert (done.added, done.changed) == (2, 1)
        undone = undo_people(tx, by=made.curator.acts(), import_id=done.import_id)
        assert undone == PeopleUndone(done.import_id, removed=3, restored=1)
        now = everything(tx)
        version = people_table.c.keys().index("version")
        assert [one[:version] for one in now] == [one[:version] for one in before]  # type: ignore[index]  # rows are tuples
        assert profiles.of_person(tx, made.mentor.id).version == 0
        assert journal.verify_chain(tx, made.school.id) == ()
        assert isinstance(undo_people(tx, by=made.curator.acts(), import_id=done.import_id), Refused)


@pytest.mark.parametrize("what", ["changed", "profile", "paired", "late", "newer"])
def test_undo_is_refused_when_somebody_was_worked_with_or_the_day_is_over(database: Database, what: str) -> None:
    with database.write() as tx:
        made = district(tx)
        done = brought(tx, made, people_file(GOOD))
        orlova = named(tx, "Орлова Вера Ивановна")
        by = made.curator.acts()
        match what:
            case "changed":
                change_person(tx, by=by, person_id=orlova.id, changes=PersonChanges(position="завуч"))
            case "profile":
                change_profile(tx, by=by, person_id=orlova.id, changes={"capacity": 2})
            case "paired":
                roles.add(
                    tx,
                    person_id=made.mentee.id,
                    role="curator",
                    organisation_id=made.school.id,
                    days=(None, None),
                    deputy_of_id=orlova.id,
                )
            case "late":
                by = made.curator.acts(FIRST_OF_SEPTEMBER + timedelta(hours=25))
            case _:
                brought(tx, made, people_file(PUPIL))
        refused = undo_people(tx, by=by, import_id=done.import_id)
        assert isinstance(refused, Refused)
        assert refused.reasons[0].need == {"late": "time", "newer": "newer"}.get(what, "people")
        assert people.by_id(tx, orlova.id) is not None


def test_who_is_not_of_the_office_loads_nothing(database: Database) -> None:
    found = read_people_file(people_file(GOOD))
    with database.write() as tx:
        made = district(tx)
        outcome = import_people(tx, by=made.mentor.acts(), organisation_id=made.school.id, found=found)
        assert isinstance(outcome, Refused)
        with pytest.raises(BadInput):
            import_people(tx, by=made.outsider.acts(), organisation_id=made.school.id, found=found)


def test_a_curator_makes_no_curators_by_a_file(database: Database) -> None:
    row = people_file(but(GOOD, role="куратор"))
    with database.write() as tx:
        made = district(tx)
        assert isinstance(tried(tx, made, row), Refused)
        found = read_people_file(row)
        by = made.director.acts()
        done = import_people(tx, by=by, organisation_id=made.school.id, found=found)
        assert isinstance(done, PeopleLoaded)


def test_a_withdrawn_consent_is_not_brought_back_by_a_file(database: Database) -> None:
    row = but(GOOD, name="Иванова Мария Петровна", email="mentor@school.test", consent="30.08.2025")
    with database.write() as tx:
        made = district(tx)
        withdraw_consent(tx, by=operator(), person_id=made.mentor.id, kind="personal-data", on=date(2025, 9, 1))
        refused = tried(tx, made, people_file(row))
        assert isinstance(refused, Refused)
        assert "отозвано" in refused.reasons[0].reason.ru


def test_decisions_name_rows_of_the_file_and_an_old_page_decides_nothing(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        by = made.curator.acts()
        found = read_people_file(people_file(but(GOOD, name="Иванова М.П.")))
        checked = check_people(tx, by=by, organisation_id=made.school.id, found=found)
        assert isinstance(checked, PeopleChecked)
        with pytest.raises(BadInput):
            decide_people(tx, by=by, import_id=checked.import_id, decisions={"0:99": "new"})
        assert decide_people(tx, by=by, import_id=checked.import_id, decisions={"0:2": "skip"}, version=1) == 1
        with pytest.raises(ChangedMeanwhile):
            load_people(tx, by=by, import_id=checked.import_id, version=1)
        done = load_people(tx, by=by, import_id=checked.import_id)
        assert isinstance(done, PeopleLoaded)
        assert (done.added, done.left) == (0, 1)


def test_the_journal_has_one_line_with_counts_and_no_names(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        done = brought(tx, made, people_file(GOOD, PUPIL))
        [line] = journal.entries(tx, made.school.id, verbs=["people.import"])
        assert (line.subject, line.facts["added"], line.words) == (f"people-import:{done.import_id}", 2, {})


def test_a_profile_waits_for_the_consent(database: Database) -> None:
    with database.write() as tx:
        made = district(tx, consents=False)
        refused = change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes={"capacity": 2})
        assert isinstance(refused, Refused)
        assert refused.reasons[0].need == "consents"
        consent(tx, made.mentor, "personal-data")
        changes = {"capacity": 2, "needs": "ЕГЭ, ОГЭ", "sex": "ж", "request": "  помочь\n с классом "}
        done = change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes=changes, version=0)
        assert not isinstance(done, Refused)
        assert (done.version, done.fields) == (1, ("capacity", "needs", "request", "sex"))
        assert profiles.of_person(tx, made.mentor.id).needs == ["ЕГЭ", "ОГЭ"]
        with pytest.raises(ChangedMeanwhile):
            change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes={"capacity": 3}, version=0)
        with pytest.raises(BadInput):
            change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes={"capacity": 11})


def test_erasing_takes_a_person_out_of_what_loadings_keep(database: Database) -> None:
    changed = but(GOOD, name="Иванова Мария Петровна", email="mentor@school.test")
    with database.write() as tx:
        made = district(tx)
        change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes={"phone": "+7 900 765-43-21"})
        brought(tx, made, people_file(changed, PUPIL))
        kept = str(tx.execute(select(people_imports.c.made)).scalar_one())
        assert "765-43-21" in kept
        erased = erase_person(tx, by=made.director.acts(), person_id=made.mentor.id)
        assert not isinstance(erased, Refused), erased
        left = tx.execute(select(people_imports.c.made)).scalar_one()
        assert "765-43-21" not in str(left)
        assert made.mentor.id not in {one.get("person") for one in left}
        assert any(one.get("new") for one in left)
