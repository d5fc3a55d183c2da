"""Registers on paper name the people of the organisation whose paper it is, nobody of those below."""

from io import BytesIO

import pytest
from docx import Document

from engine.actors import By
from engine.refusals import Refused
from storage.database import Database
from tests.integration.papers.test_paper_flows import AT, School
from tests.support.papers import words_in
from workflows.draft_paper import draft_paper
from workflows.issue_paper import write_draft


@pytest.mark.parametrize(("form", "name"), [("register-mentors", "Иванова"), ("register-mentees", "Смирнов")])
def test_people_of_a_school_stand_in_its_own_register_only(database: Database, form: str, name: str) -> None:
    with database.write() as tx:
        school = School(tx)
        own = write_draft(tx, by=school.by, draft_id=school.draft(tx, form)).docx
        above = By(at=AT, person_id=school.cast.administrator.id)
        drafted = draft_paper(
            tx, by=above, organisation_id=school.cast.municipality.id, form=form, typed={"fields": {}}
        )
        assert not isinstance(drafted, Refused)
        other = write_draft(tx, by=above, draft_id=drafted.id).docx
    assert name in words_in(own)
    assert name not in words_in(other)


def test_counts_for_statistics_stand_in_rows(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        docx = write_draft(tx, by=school.by, draft_id=school.draft(tx, "statistics")).docx
    [table, *_] = Document(BytesIO(docx)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [(row[1], row[5], row[6]) for row in rows] == [
        ("наставник", "в программе", "1"),
        ("наставляемый", "в программе", "1"),
    ]
