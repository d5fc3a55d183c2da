"""A node is added to the tree of organisations."""

import re
from typing import cast, get_args
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from engine.slugs import slug_of
from storage import journal, organisations
from storage.organisations import OrganisationKind, OrganisationRow
from workflows.access import forbidden
from workflows.find import find_organisation
from workflows.plain_text import one_of, plain_text

_KINDS: tuple[OrganisationKind, ...] = get_args(OrganisationKind)
ABOVE: dict[OrganisationKind, tuple[OrganisationKind, ...]] = {
    "region": (),
    "municipality": ("region",),
    "school": ("region", "municipality"),
    "partner": ("region", "municipality", "school"),
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 64
_ZONE = "Europe/Moscow"
_WEEK = 5


def add_organisation(
    tx: Connection,
    *,
    by: By,
    name: str,
    kind: str,
    parent: str | None = None,
    slug: str | None = None,
    timezone: str | None = None,
    week: int | None = None,
) -> OrganisationRow | Refused:
    """Add a node under `parent` (a path; None = a root, which only the operator may add).

    Without `slug` it is made of the name in Latin letters. Zone and week are the parent's unless given; a root
    lives in Moscow's zone with a 5-day week. Raises BadInput for any argument that does not fit.
    """
    shown = plain_text(name, "name")
    known = cast(OrganisationKind, one_of(kind, _KINDS, "kind"))
    above = None if parent is None else find_organisation(tx, parent, by=by, field="parent")
    refused = _refused(tx, by, above)
    if refused is not None:
        return refused
    _check_place(known, above)
    made = organisations.add(
        tx,
        parent=above,
        kind=known,
        name=shown,
        slug=_free_slug(tx, above, given=slug, name=shown),
        timezone=checked_zone(timezone or (above.timezone if above else _ZONE)),
        week=checked_week(week or (above.week if above else _WEEK)),
    )
    journal.append(
        tx,
        organisation_id=made.id,
        by=by,
        verb="organisation.add",
        subject=f"organisation:{made.id}",
        facts={"kind": made.kind, "path": made.path, "timezone": made.timezone, "week": made.week},
        words={"name": made.name},
    )
    return made


def _refused(tx: Connection, by: By, above: OrganisationRow | None) -> Refused | None:
    if above is not None:
        return forbidden(tx, by, "organisation.add", above.id)
    if by.person_id is not None:
        return Refused((lacking(["administrator"]),))
    return None


def _check_place(kind: OrganisationKind, above: OrganisationRow | None) -> None:
    if above is None or above.kind in ABOVE[kind]:
        return
    allowed = ", ".join(ABOVE[kind])
    raise BadInput(
        "parent",
        f"parent: {kind} не бывает внутри {above.kind}; выше может быть: {allowed or 'никого'}",
        f"parent: no {kind} inside a {above.kind}; above it may be: {allowed or 'nobody'}",
    )


def _free_slug(tx: Connection, above: OrganisationRow | None, *, given: str | None, name: str) -> str:
    prefix = "" if above is None else f"{above.path}/"
    if given is not None:
        if len(given) > _LONGEST_SLUG or not _SLUG.fullmatch(given):
            raise BadInput(
                "slug",
                f"slug: латинские строчные буквы, цифры и дефисы, до {_LONGEST_SLUG} знаков, например school-5",
                f"slug: small Latin letters, digits and single hyphens, up to {_LONGEST_SLUG}, such as school-5",
            )
        if organisations.by_path(tx, prefix + given) is not None:
            raise BadInput("slug", f"slug: {prefix}{given} уже есть, дайте другой", f"slug: {prefix}{given} is taken")
        return given
    wanted = slug_of(name, longest=_LONGEST_SLUG - 4) or "org"
    slug, number = wanted, 2
    while organisations.by_path(tx, prefix + slug) is not None:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def checked_zone(name: str) -> str:
    """The zone's own name. Raises BadInput when there is none of this name."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):  # no such zone, a path out of the zones, their folder
        raise BadInput(
            "timezone",
            f"timezone: пояса «{name}» нет, нужно имя вида Europe/Kirov или Asia/Kamchatka",
            f"timezone: there is no zone “{name}”, write one like Europe/Kirov or Asia/Kamchatka",
        ) from None


def checked_week(days: int) -> int:
    """Raises BadInput unless it is 5 or 6."""
    if days in (5, 6):
        return days
    raise BadInput("week", "week: 5 или 6 рабочих дней", "week: 5 or 6 working days")
