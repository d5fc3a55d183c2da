"""Who is to be reminded: from an audience word to people, as the roles stand on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.reminders.policy import Audience


@dataclass(frozen=True, slots=True)
class Contact:
    """A person as the post sees him. `representatives`: who reads for a minor, with the days of their grants."""

    id: int
    name: str
    email: str
    language: str
    minor: bool
    consented: bool
    address_fault: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A person holds something (a role, a membership, a deputyship) from `since` to `until`, both days included."""

    person_id: int
    since: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


# What somebody outside does (an institute's courses) is followed here by the curator.
_OFFICES: Mapping[str, tuple[str, ...]] = {
    "head": ("head", "administrator"),
    "administrator": ("administrator", "head"),
    "external": ("curator", "head", "administrator"),
}
_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody a batch of obligations may concern.

    `holders`: (organisation, role); `members`: (pair, mentor|mentee|curator); `deputies` and `representatives`: person.
    `formed`: pairs still in their first stage.
    """

    contacts: Mapping[int, Contact]
    holders: Mapping[_Key, tuple[Held, ...]] = field(default_factory=dict[_Key, tuple[Held, ...]])
    members: Mapping[_Key, tuple[Held, ...]] = field(default_factory=dict[_Key, tuple[Held, ...]])
    deputies: Mapping[int, tuple[Held, ...]] = field(default_factory=dict[int, tuple[Held, ...]])
    representatives: Mapping[int, tuple[Held, ...]] = field(default_factory=dict[int, tuple[Held, ...]])
    formed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Duty:
    """What of an obligation decides who hears of it."""

    organisation_id: int
    subject_kind: str
    pair_id: int | None = None
    responsible_role: str | None = None
    responsible_id: int | None = None
    municipality_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """A reader. `role` is in what capacity; `ward_id` the minor he reads for, `deputises_id` whom he stands in for.

    `silence` is why no letter may go to him, "" = it may.
    """

    person_id: int
    role: str
    ward_id: int | None = None
    deputises_id: int | None = None
    silence: str = ""


def recipients(
    directory: Directory, duty: Duty, audience: Audience, *, on_due_day: bool, day: date
) -> tuple[Recipient, ...]:
    """The readers of one rung on a day, each person once, in the order of ids; empty = there is nobody.

    The responsible of a stage is its mentor, on the due day the curator too (semantics.md, Rungs).

    >>> anna = Contact(5, "Анна", "anna@school.example", "ru", minor=False, consented=True)
    >>> directory = Directory({5: anna}, holders={(1, "head"): (Held(5),)})
    >>> recipients(directory, Duty(1, "item"), "head", on_due_day=False, day=date(2025, 9, 25))[0].person_id
    5
    """
    found: dict[int, Recipient] = {}
    for person_id, role in _meant(directory, duty, audience, on_due_day=on_due_day, day=day):
        for one in _readers(directory, duty, person_id, role, day):
            known = found.get(one.person_id)
            if known is None or (known.silence and not one.silence):
                found[one.person_id] = one
    return tuple(found[key] for key in sorted(found))


def readers_of_pair(directory: Directory, duty: Duty, roles: Iterable[str], day: date) -> tuple[Recipient, ...]:
    """The readers of a letter about a pair: its members with these roles (or those who read for them)."""
    found: dict[int, Recipient] = {}
    for role in roles:
        for person_id in _members(directory, duty, role, day):
            for one in _readers(directory, duty, person_id, role, day):
                found.setdefault(one.person_id, one)
    return tuple(found[key] for key in sorted(found))


def readers_by_invitation(directory: Directory, invited: Mapping[int, bool], day: date) -> tuple[Recipient, ...]:
    """The readers of an invitation to people, by person whether their consent is asked for; minors through who reads
    for them.
    """
    found: dict[int, Recipient] = {}
    for person_id, ask in invited.items():
        meant = directory.contacts[person_id]
        without = "нет согласия на обработку персональных данных" if ask and not meant.consented else ""
        if not meant.minor:
            found.setdefault(person_id, Recipient(person_id, "invited", silence=without or _unreachable(meant)))
            continue
        readers = [one.person_id for one in directory.representatives.get(person_id, ()) if one.on(day)]
        if not readers:
            silence = "нет представителя несовершеннолетнего"
            found.setdefault(person_id, Recipient(person_id, "invited", silence=silence))
        for reader in readers:
            silence = without or _unreachable(directory.contacts[reader])
            one = Recipient(reader, "representative", ward_id=person_id, silence=silence)
            if reader not in found or (found[reader].silence and not silence):
                found[reader] = one
    return tuple(found[key] for key in sorted(found))


def _meant(
    directory: Directory, duty: Duty, audience: Audience, *, on_due_day: bool, day: date
) -> Iterable[tuple[int, str]]:
    match audience:
        case "responsible":
            yield from _responsible(directory, duty, day)
            if on_due_day and duty.subject_kind == "pair":
                yield from ((one, "curator") for one in _curators(directory, duty, day))
        case "curator":
            yield from ((one, "curator") for one in _curators(directory, duty, day))
        case "head":
            yield from ((one, "head") for one in _holders(directory, duty.organisation_id, "head", day))
        case "municipality":
            if duty.municipality_id is not None:
                above = _holders(directory, duty.municipality_id, "administrator", day)
                yield from ((one, "administrator") for one in above)


def _responsible(directory: Directory, duty: Duty, day: date) -> Iterable[tuple[int, str]]:
    if duty.responsible_id is not None:
        yield duty.responsible_id, "asked" if duty.subject_kind == "diagnostic" else "responsible"
        return
    role = duty.responsible_role
    if role in ("mentor", "mentee") and duty.pair_id is not None:
        yield from ((one, role) for one in _members(directory, duty, role, day))
    elif role == "both":
        yield from ((one, each) for each in ("mentor", "mentee") for one in _members(directory, duty, each, day))
    elif role == "curator":
        yield from ((one, role) for one in _curators(directory, duty, day))
    else:
        yield from _office(directory, duty, role, day)


def _office(directory: Directory, duty: Duty, role: str | None, day: date) -> Iterable[tuple[int, str]]:
    """The first of a role's offices that somebody holds here: a board has no head, a school no administrator."""
    for office in _OFFICES.get(role or "", ()):
        if holders := _holders(directory, duty.organisation_id, office, day):
            yield from ((one, office) for one in holders)
            return


def _curators(directory: Directory, duty: Duty, day: date) -> tuple[int, ...]:
    """The pair's own curator when it has one, else the organisation's."""
    own = _members(directory, duty, "curator", day)
    return own or _holders(directory, duty.organisation_id, "curator", day)


def _members(directory: Directory, duty: Duty, role: str, day: date) -> tuple[int, ...]:
    if duty.pair_id is None:
        return ()
    return tuple(one.person_id for one in directory.members.get((duty.pair_id, role), ()) if one.on(day))


def _holders(directory: Directory, organisation_id: int, role: str, day: date) -> tuple[int, ...]:
    return tuple(one.person_id for one in directory.holders.get((organisation_id, role), ()) if one.on(day))


def _readers(directory: Directory, duty: Duty, person_id: int, role: str, day: date) -> Iterable[Recipient]:
    meant = directory.contacts[person_id]
    refused = _without_consent(directory, duty, meant, role)
    if meant.minor:
        readers = [one.person_id for one in directory.representatives.get(person_id, ()) if one.on(day)]
        if not readers:
            yield Recipient(person_id, role, silence="нет представителя несовершеннолетнего")
        for reader in readers:
            silence = refused or _unreachable(directory.contacts[reader])
            yield Recipient(reader, "representative", ward_id=person_id, silence=silence)
        return
    deputies = [one.person_id for one in directory.deputies.get(person_id, ()) if one.on(day)]
    for deputy in deputies:
        yield Recipient(
            deputy, role, deputises_id=person_id, silence=refused or _unreachable(directory.contacts[deputy])
        )
    if not deputies:
        yield Recipient(person_id, role, silence=refused or _unreachable(meant))


def _without_consent(directory: Directory, duty: Duty, meant: Contact, role: str) -> str:
    """A participant without consent hears only of the missing consent: that is what the first stage waits for."""
    if role not in ("mentor", "mentee", "asked") or meant.consented:
        return ""
    about_consent = duty.subject_kind == "pair" and duty.pair_id in directory.formed
    return "" if about_consent else "нет согласия на обработку персональных данных"


def _unreachable(reader: Contact) -> str:
    if reader.disabled:
        return "участник отключён"
    if not reader.email:
        return "нет адреса электронной почты"
    if reader.address_fault:
        return f"адрес не принимает письма: {reader.address_fault}"
    return ""
