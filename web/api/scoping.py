"""What a call may see, narrowed to an organisation it names; whether people have names in its answer."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Query
from sqlalchemy import Connection

from engine.permissions import ROLE_TITLES
from engine.refusals import Reason
from engine.words import Words
from storage.memberships import Member
from storage.scope import Scope
from storage.visitors import office_scope
from web.api.shapes import OrgPath
from web.visit import Visit
from workflows.find import find_organisation

Under = Annotated[OrgPath | None, Query(description="Only this organisation and those below it")]
"""The query parameter of lists that `under` reads."""


def under(tx: Connection, visit: Visit, org: str | None) -> Scope:
    """Where the caller's offices may make this call, or only the organisation of this path and those below it.

    Raises BadInput for an organisation that is not there or not to be seen.
    """
    scope = office_scope(tuple(one for one in visit.who.held if one.role in visit.rule.roles))
    if org is None:
        return scope
    found = find_organisation(tx, org, by=visit.by, field="org")
    return Scope(paths=(found.path,)) if scope.sees(found.path) else Scope()


def named(visit: Visit, path: str) -> bool:
    """Names are for the own organisation and for the people of the pair."""
    return visit.names_shown(path) or not visit.scope.sees(path)


def nameless(reasons: Iterable[Reason], members: Iterable[Member]) -> tuple[Reason, ...]:
    """The reasons with roles of a pair's people instead of their names."""
    titles = {one.name: ROLE_TITLES[one.role] for one in members}

    def plain(words: Words) -> Words:
        ru, en = words.ru, words.en
        for name, title in titles.items():
            ru, en = ru.replace(name, title.ru), en.replace(name, title.en)
        return Words(ru, en)

    return tuple(Reason(one.need, plain(one.reason), plain(one.mend)) for one in reasons)
