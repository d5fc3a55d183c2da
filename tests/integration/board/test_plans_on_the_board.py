"""How far each pair's plan is, on its card, in the table and in the file."""

from datetime import date

from storage.board import PlanProgress
from storage.database import Database
from tests.integration.board.test_board import card
from tests.support.pair_life import Story, story
from tests.support.site import served
from tests.support.spreadsheets import sheet_rows
from workflows.mark_plan import mark_plan
from workflows.set_plan import set_plan

LINES = [("Посетить три урока", date(2025, 9, 5)), ("Провести урок", date(2025, 9, 12)), ("Отчёт", date(2025, 12, 1))]


def planned(told: Story) -> None:
    told.done(set_plan, pair_id=told.pair_id, lines=LINES)
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=told.day)


def test_a_card_says_what_is_done_and_what_is_late(database: Database) -> None:
    told = story(database)
    told.form()
    assert card(told).standing.plan is None
    planned(told)
    assert card(told).standing.plan == PlanProgress(of=3, done=1, late=0)
    told.on(date(2025, 9, 15))
    found = card(told).standing.plan
    assert found == PlanProgress(of=3, done=1, late=1)
    assert found is not None
    assert found.percent == 33


def test_the_board_the_table_and_the_file_say_it(database: Database) -> None:
    told = story(database)
    told.form()
    planned(told)
    told.on(date(2025, 9, 15))
    with served(database, at=told.at) as site:
        curator = site.browser(told.cast.curator.id)
        for address in ("/pairs", "/pairs?view=table"):
            page = curator.get(address).text.replace("\u00a0", " ").replace("&nbsp;", " ")
            assert "33 %" in page, address
            assert "просрочено 1" in page, address
        rows = sheet_rows(curator.get("/pairs/xlsx").content)
        assert dict(zip(rows[0], rows[1], strict=True))["План выполнен, %"] == 33
