"""One person as the page shows them: roles as dated intervals, consents, pairs, letters, the account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.minors import is_minor
from engine.permissions import PERMISSIONS
from engine.young_specialists import is_young, years_of_service
from storage import accounts, consents, letter_list, organisations, people_list, person_sheet, profiles, roles
from storage.accounts import AccountRow
from storage.consents import ConsentRow
from storage.letter_list import LetterRow
from storage.organisations import OrganisationRow
from storage.people import PersonRow
from storage.person_sheet import Known, PairLine
from storage.profiles import ProfileRow
from storage.roles import Grant
from storage.surroundings import line_of
from workflows.access import acting
from workflows.fill_profile import Proposed, proposed
from workflows.find import find_person
from workflows.list_people import is_official

_LETTERS = 6


@dataclass(frozen=True, slots=True)
class GrantShown:
    """`deputy_of`, `whose`: the person stood in for, the minor represented; "" where there is none. `now`: it holds
    today; `over`: it has ended."""

    grant: Grant
    deputy_of: str
    whose: str
    now: bool
    over: bool


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """`named`: the reader may see who it is; without that names, address and dates are left out. Of somebody in office
    seen from above, whom the reader may name, the people around and the letters stay out, too.

    `profile`: what the registers keep; `years` of service and `young` specialist as of today, `leads`: live pairs as
    mentor, None = never was one.

    `told`: what his questionnaires would change in the profile, while a consent stands.

    `places`: where the reader may grant roles to them. `signed`: kinds of consents in force.
    """

    row: PersonRow
    named: bool
    organisation: OrganisationRow
    today: date
    minor: bool
    grants: tuple[GrantShown, ...]
    representatives: tuple[Grant, ...]
    wards: tuple[Known, ...]
    consents: tuple[ConsentRow, ...]
    signed: frozenset[str]
    pairs: tuple[PairLine, ...]
    letters: tuple[LetterRow, ...]
    account: AccountRow | None
    places: tuple[OrganisationRow, ...]
    colleagues: tuple[Known, ...]
    profile: ProfileRow
    years: int | None
    young: bool
    leads: int | None
    told: tuple[Proposed, ...] = ()


def show_person(tx: Connection, *, by: By, person_id: int, named: Callable[[str], bool]) -> PersonSheet:
    """Raises BadInput when there is nobody the reader may see. The statements do not grow with what is shown."""
    row = find_person(tx, person_id, by=by, field="id", even_erased=True)
    organisation = organisations.by_id(tx, row.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    today = organisation.today(by.at)
    held = people_list.roles_on(tx, [person_id], day=today).get(person_id, [])
    inside = named(row.org_path) or by.person_id == person_id
    shown = inside or is_official(held)
    signed = consents.of_person(tx, person_id)
    pairs = person_sheet.pairs_of(tx, person_id)
    profile = profiles.of_person(tx, person_id) if inside else ProfileRow(person_id)
    colleagues = person_sheet.grown_ups(tx, row.organisation_id, but=person_id) if inside else []
    return PersonSheet(
        row=row,
        named=shown,
        organisation=organisation,
        today=today,
        minor=is_minor(row.kind, row.born, today),
        grants=_grants(tx, roles.of_person(tx, person_id), colleagues, today, inside=inside),
        representatives=tuple(roles.representatives(tx, person_id, day=today)),
        wards=tuple(person_sheet.wards(tx, person_id, day=today)) if inside else (),
        consents=tuple(reversed(signed)),
        signed=frozenset(one.kind for one in signed if one.withdrawn_on is None),
        pairs=tuple(pairs),
        letters=tuple(letter_list.of_person(tx, row.org_path, person_id, most=_LETTERS)) if inside else (),
        account=accounts.of_person(tx, person_id),
        places=_places(tx, by, organisation),
        colleagues=tuple(colleagues),
        profile=profile,
        years=years_of_service(row.hired, today) if shown else None,
        young=shown and is_young(row.kind, row.hired, today),
        leads=_leads(pairs, profile, today),
        told=proposed(tx, profile, today=today) if inside and _signed(signed) else (),
    )


def _signed(held: list[ConsentRow]) -> bool:
    return any(one.kind == "personal-data" and one.withdrawn_on is None for one in held)


def _leads(pairs: list[PairLine], profile: ProfileRow, today: date) -> int | None:
    mentored = [one for one in pairs if one.role == "mentor"]
    if not mentored and profile.capacity is None:
        return None
    return sum(one.closed_on is None and (one.to_day is None or one.to_day >= today) for one in mentored)


def _grants(
    tx: Connection, grants: list[Grant], known: list[Known], today: date, *, inside: bool
) -> tuple[GrantShown, ...]:
    """What holds first, then what is ahead, then what is over. Minors are named `inside` only."""
    names = {one.id: one.name for one in known}
    wanted = {key for one in grants for key in (one.deputy_of_id, one.for_person_id) if key is not None}
    names |= people_list.names(tx, wanted - names.keys())
    shown = [
        GrantShown(
            one,
            names.get(one.deputy_of_id or 0, ""),
            names.get(one.for_person_id or 0, "") if inside else "",
            (one.from_day is None or one.from_day <= today) and (one.to_day is None or today <= one.to_day),
            one.to_day is not None and one.to_day < today,
        )
        for one in grants
        # A last day before the first: it never took place.
        if one.from_day is None or one.to_day is None or one.from_day <= one.to_day
    ]
    return tuple(sorted(shown, key=lambda one: (one.over, not one.now, -one.grant.id)))


def _places(tx: Connection, by: By, organisation: OrganisationRow) -> tuple[OrganisationRow, ...]:
    """The person's organisation and those above it, as far as the reader may grant roles there."""
    found = (organisations.by_path(tx, path) for path in reversed(line_of(organisation.path)))
    return tuple(
        place
        for place in found
        if place is not None
        and (by.person_id is None or not acting(tx, by, place.id).roles.isdisjoint(PERMISSIONS["role.grant"]))
    )
