"""One more version of a definition of an organisation's own, whatever its kind; what is published never changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import definitions, journal, own_definitions
from storage.definitions import DefinitionKind
from storage.organisations import OrganisationRow
from workflows.carry_out_move import refused


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """What is to be published. `hash` is the SHA-256 of `body`, canonical JSON. `above`: the highest version of the key
    that is there without the organisation, which the new one has to pass.
    """

    kind: DefinitionKind
    key: str
    version: int
    hash: str
    body: str
    above: int = 0


@dataclass(frozen=True, slots=True)
class OwnPublished:
    """`fresh` False: exactly this had been published before and nothing changed."""

    id: int
    fresh: bool


def publish_own(
    tx: Connection, *, by: By, organisation: OrganisationRow, told: OwnVersion, verb: str, facts: Mapping[str, object]
) -> OwnPublished | Refused:
    """For the organisation and everything below it; the journal keeps `facts` with the hash.

    Refused for a version that is taken or too low. Whether the actor may is asked before.
    """
    visible = own_definitions.visible(tx, told.kind, organisation.path)
    known = [one for one in visible if one.path == organisation.path and one.key == told.key]
    for one in known:
        if one.hash == told.hash:
            return OwnPublished(one.id, fresh=False)
    newest = max([told.above, *(one.version for one in known)])
    if told.version <= newest:
        return refused(
            "version",
            f"Версия {told.version} не новее опубликованной {newest}, а опубликованное не меняется",
            f"Version {told.version} is not newer than the published {newest}, and what is published never changes",
            mend_ru=f"Поставьте version: {newest + 1}",
            mend_en=f"Write version: {newest + 1}",
        )
    made = definitions.add(
        tx,
        kind=told.kind,
        organisation_id=organisation.id,
        key=told.key,
        version=told.version,
        digest=told.hash,
        body=told.body,
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb=verb,
        subject=f"definition:{made}",
        facts={**facts, "hash": told.hash},
    )
    return OwnPublished(made, fresh=True)
