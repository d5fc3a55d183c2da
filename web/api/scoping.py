"""What a call may see, narrowed to an organisation it names."""

from sqlalchemy import Connection

from storage.scope import Scope
from web.visit import Visit
from workflows.find import find_organisation


def under(tx: Connection, visit: Visit, org: str | None) -> Scope:
    """The caller's scope, or only the organisation of this path and those below it.

    Raises BadInput for an organisation that is not there or not to be seen.
    """
    if org is None:
        return visit.scope
    found = find_organisation(tx, org, by=visit.by, field="org")
    return Scope(paths=(found.path,)) if visit.scope.sees(found.path) else Scope()
