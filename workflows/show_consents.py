"""How far the consents of a programme have come: everybody with every kind, who lacks which, and the share covered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import Standing, standing, wanted_kinds
from engine.lifecycle.facts import ConsentKind
from engine.minors import is_minor
from engine.refusals import Refused
from storage import consent_coverage, consents, organisations
from storage.consent_coverage import Taking
from storage.organisations import OrganisationRow
from storage.programmes import ProgrammeRow
from workflows.access import forbidden
from workflows.consent_texts import TextHere, renewals_of, texts_of
from workflows.find_programme import find_programme
from workflows.record_consent import CONSENT_KINDS


@dataclass(frozen=True, slots=True)
class Covered:
    """One participant. `wanted`: the kinds that count, `standings`: of every kind. A minor's `representative` signs."""

    person_id: int
    name: str
    kind: str
    position: str
    email: str
    born: date | None
    roles: tuple[str, ...]
    pair_ids: tuple[int, ...]
    formed: bool  # a pair of his still waits in the first stage
    minor: bool
    representative: tuple[int, str] | None
    wanted: tuple[ConsentKind, ...]
    standings: Mapping[ConsentKind, Standing]

    @property
    def lacks(self) -> tuple[ConsentKind, ...]:
        """What still has to be signed."""
        return tuple(kind for kind in self.wanted if not self.standings[kind].covered)


@dataclass(frozen=True, slots=True)
class ConsentsPage:
    """`covered` of `people` have signed everything that counts; `by_kind`: the same for one kind, of those who must."""

    programme: ProgrammeRow
    organisation: OrganisationRow
    today: date
    lines: tuple[Covered, ...]
    texts: tuple[TextHere, ...]

    @property
    def people(self) -> int:
        return len(self.lines)

    @property
    def covered(self) -> int:
        return sum(not one.lacks for one in self.lines)

    def by_kind(self, kind: ConsentKind) -> tuple[int, int]:
        """(covered, all) of those who must sign a kind; a photo is nobody's duty, so of everybody."""
        asked = [one for one in self.lines if kind in one.wanted or kind == "photo"]
        return sum(one.standings[kind].covered for one in asked), len(asked)

    @property
    def missing(self) -> tuple[Covered, ...]:
        return tuple(one for one in self.lines if one.lacks)


def show_consents(tx: Connection, *, by: By, programme_id: int, field: str = "--programme") -> ConsentsPage:
    """The coverage of a programme today. BadInput when there is none the reader may see.

    The number of statements does not depend on how many people there are.
    """
    programme = find_programme(tx, by=by, programme_id=programme_id, field=field)
    organisation = organisations.by_id(tx, programme.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    today = organisation.today(by.at)
    texts = texts_of(tx, organisation.path)
    taking = consent_coverage.taking_part(tx, programme_id=programme.id, organisation_id=organisation.id, day=today)
    return ConsentsPage(programme, organisation, today, _lines(tx, taking, today, texts), texts)


def may_collect(tx: Connection, *, by: By, page: ConsentsPage) -> Refused | None:
    """The refusal to print blanks and to remind; None for those who may record consents there."""
    return forbidden(tx, by, "consent.record", page.organisation.id)


def _lines(tx: Connection, taking: list[Taking], today: date, texts: tuple[TextHere, ...]) -> tuple[Covered, ...]:
    stays: dict[int, list[Taking]] = {}
    for one in taking:
        stays.setdefault(one.person_id, []).append(one)
    signed = consents.of_people(tx, list(stays))
    minors = {key for key, (one, *_) in stays.items() if is_minor(one.kind, one.born, today)}
    speakers = consent_coverage.representatives(tx, minors, day=today)
    renewals = renewals_of(texts)
    found: list[Covered] = []
    for person_id, own in stays.items():
        one = own[0]
        roles = tuple(dict.fromkeys(stay.role for stay in own))
        minor = person_id in minors
        signatures = [row.signature for row in signed.get(person_id, ())]
        found.append(
            Covered(
                person_id=person_id,
                name=one.name,
                kind=one.kind,
                position=one.position,
                email=one.email,
                born=one.born,
                roles=roles,
                pair_ids=tuple(stay.pair_id for stay in own if stay.pair_id is not None),
                formed=any(stay.stage == "formed" for stay in own),
                minor=minor,
                representative=speakers.get(person_id),
                wanted=wanted_kinds(roles, one.kind),
                standings={
                    kind: standing(kind, signatures, today, minor=minor, renewals=renewals) for kind in CONSENT_KINDS
                },
            )
        )
    return tuple(found)
