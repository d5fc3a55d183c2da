"""A region with two municipalities: a district of three schools and a partner, and a foreign one; a roadmap above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import publications, roadmaps
from storage.database import Database
from storage.organisations import OrganisationRow
from tests.support.cast import District, Player, district, organisation, player
from workflows.apply_roadmap import apply_roadmap

APRIL = datetime(2022, 4, 4, 7, tzinfo=UTC)  # a Monday, 10:00 in Kirov


@dataclass(slots=True)
class Cascade:
    """`cast` is the district (two schools, with people); `third` its third school, `spektr` a partner beside them;
    `foreign` is a school of the other municipality, whose administrator is `stranger`.
    """

    database: Database
    cast: District
    third: OrganisationRow
    third_curator: Player
    spektr: OrganisationRow
    methodist: Player
    foreign: OrganisationRow
    stranger: Player
    upper: int
    at: datetime = APRIL
    schools: tuple[OrganisationRow, ...] = field(default_factory=tuple[OrganisationRow, ...])

    def by(self, who: Player) -> By:
        return By(at=self.at, person_id=who.id)

    def does(self, who: Player, flow: Callable[..., Any], **told: Any) -> Any:
        """The outcome of a flow that must not be refused."""
        made = self.tries(who, flow, **told)
        assert not isinstance(made, Refused), made
        return made

    def tries(self, who: Player, flow: Callable[..., Any], **told: Any) -> Any:
        with self.database.write() as tx:
            return flow(tx, by=self.by(who), **told)

    def sees(self, who: Player, look: Callable[..., Any], **told: Any) -> Any:
        with self.database.read() as tx:
            return look(tx, by=self.by(who), **told)

    def offer_to(self, place: OrganisationRow) -> int:
        """The id of the offer of the upper roadmap to a place."""
        with self.database.read() as tx:
            return next(
                int(one.id) for one in publications.of_roadmap(tx, self.upper) if one.organisation_id == place.id
            )

    def upper_item(self, number: str) -> int:
        return self.item(self.upper, number)

    def item(self, roadmap_id: int, number: str) -> int:
        """The id of the row with this number."""
        with self.database.read() as tx:
            return next(int(one.row.id) for one in roadmaps.live_items(tx, roadmap_id) if one.row.number == number)


def cascade(database: Database, *, template: str = "s4-district-2022") -> Cascade:
    """Made by the flows; the upper roadmap is the municipality's."""
    with database.write() as tx:
        cast = district(tx, at=APRIL, consents=False)
        third, spektr = (
            organisation(tx, "Школа № 9", "school", parent=cast.municipality, at=APRIL),
            organisation(tx, "Спектр", "partner", parent=cast.municipality, at=APRIL),
        )
        abroad = organisation(tx, "Чужой район", "municipality", at=APRIL, timezone="Europe/Kirov")
        foreign = organisation(tx, "Школа № 1", "school", parent=abroad, at=APRIL)
        return Cascade(
            database,
            cast,
            third,
            player(tx, third, "Осина Юлия Петровна", "third", role="curator", at=APRIL),
            spektr,
            player(tx, spektr, "Ветрова Инна Львовна", "spektr", role="curator", at=APRIL),
            foreign,
            player(tx, abroad, "Иноземцев Олег Ильич", "stranger", role="administrator", at=APRIL),
            _applied(tx, cast.municipality.id, template),
            schools=(cast.school, cast.other_school, third),
        )


def _applied(tx: Connection, organisation_id: int, template: str) -> int:
    made = apply_roadmap(tx, by=By(at=APRIL), organisation_id=organisation_id, template_key=template)
    assert not isinstance(made, Refused)
    return made.roadmap_id
