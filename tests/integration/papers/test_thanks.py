"""The order of awards begins with every mentor who has ended well and has not been thanked yet."""

from datetime import timedelta

from storage import paper_values, papers
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import served


def ticked(told: Story) -> list[int]:
    school = told.cast.school.id
    return told.read(lambda tx: paper_values.ended_well(tx, school, since=told.day - timedelta(days=365)))


def test_who_ended_well_is_ticked_until_thanked(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("final_meeting")
    assert ticked(told) == []
    told.meet_needs("close")
    told.move("close")
    mentor = told.cast.mentor.id
    assert ticked(told) == [mentor]
    with served(database, at=told.at) as site:
        page = site.browser(told.cast.curator.id).get("/papers/new?form=order-award").text
    assert f'name="person" value="{mentor}" checked' in page
    assert "кого ещё не благодарили" in page
    assert page.count(" checked") == 1
    paper_id = told.paper("order", "award", number="7", pair=False)
    with database.write() as tx:
        papers.name_people(tx, paper_id, [mentor])
    assert ticked(told) == []
    told.day += timedelta(days=700)
    assert ticked(told) == []
