"""What a call may see, narrowed to an organisation it names."""

from sqlalchemy import Connection

from storage.scope import Scope
from storage.visitors import office_scope
from web.visit import Visit
from workflows.find import find_organisation


def under(tx: Connection, visit: Visit, org: str | None) -> Scope:
    """Where the caller's offices may make this call, or only the organisation of this path and those below it.

    Raises BadInput for an organisation that is not there or not to be seen.
    """
    scope = office_scope(tuple(one for one in visit.who.held if one.role in visit.rule.roles))
    if org is None:
        return scope
    found = find_organisation(tx, org, by=visit.by, field="org")
    return Scope(paths=(found.path,)) if scope.sees(found.path) else Scope()
