"""An imported roadmap that was handed down is not taken back under those who were offered it."""

from engine.refusals import Refused
from storage import publications
from storage.database import Database
from tests.support.cascade import cascade
from tests.support.importing import file_of
from tests.support.readings import YEAR, school_year
from workflows.import_roadmap import import_roadmap
from workflows.publish_roadmap import publish_roadmap
from workflows.undo_import import undo_import
from workflows.withdraw_publication import withdraw_publication


def test_open_offers_keep_it_until_they_are_withdrawn(database: Database) -> None:
    told = cascade(database)
    above = told.cast.administrator
    made = told.does(
        above,
        import_roadmap,
        organisation_id=told.cast.municipality.id,
        found=file_of(school_year()),
        period=YEAR,
        past="not-ours",
    ).accepted
    school = told.cast.school.id
    told.does(above, publish_roadmap, roadmap_id=made.roadmap_id, to=[school])
    refused = told.tries(above, undo_import, import_id=made.import_id)
    assert isinstance(refused, Refused)
    assert [one.need for one in refused.reasons] == ["offers"]
    with database.read() as tx:
        [offer] = publications.of_roadmap(tx, made.roadmap_id)
    told.does(above, withdraw_publication, publication_id=offer.id)
    assert not told.does(above, undo_import, import_id=made.import_id).restored
