"""`nastavnik role`: who is what, where and when."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.grant_role import NewGrant, grant_role
from workflows.revoke_role import revoke_role

app = noun()


@changes(app, "grant", "Дать роль", "Grant a role")
def grant(
    frame: Frame,
    person: Annotated[int, option("--person", "Номер участника", "Id of the person")],
    role: Annotated[
        str, option("--role", "administrator|head|curator|mentor|mentee|observer|representative", "the same")
    ],
    from_day: Annotated[date | None, day_option("--from", "Первый день", "First day")] = None,
    to_day: Annotated[date | None, day_option("--to", "Последний день", "Last day")] = None,
    deputy_of: Annotated[int | None, option("--deputy-of", "Кого замещает", "Whom the person deputises")] = None,
    for_person: Annotated[int | None, option("--for", "Кого представляет", "Whom the person represents")] = None,
) -> int:
    return frame.change(
        lambda tx, by: grant_role(
            tx,
            by=by,
            told=NewGrant(
                person_id=person,
                role=role,
                organisation_id=None if frame.org is None else frame.organisation(tx).id,
                from_day=from_day,
                to_day=to_day,
                deputy_of_id=deputy_of,
                for_person_id=for_person,
            ),
        ),
        answer=lambda made: {"id": made.id, "person": made.person_id, "role": made.role},
        say=lambda made: Words(
            f"Роль {made['role']} у участника {made['person']} (id {made['id']})",
            f"Role {made['role']} of person {made['person']} (id {made['id']})",
        ),
    )


@changes(app, "revoke", "Отозвать роль", "Revoke a role")
def revoke(
    frame: Frame,
    grant: Annotated[int, argument("ID", "Номер роли (person show)", "Id of the grant (person show)")],
    to_day: Annotated[date | None, day_option("--to", "Последний день", "Last day; without it: at once")] = None,
) -> int:
    return frame.change(
        lambda tx, by: revoke_role(tx, by=by, grant_id=grant, last_day=to_day),
        answer=lambda done: {"id": done.id, "last_day": done.last_day.isoformat()},
        say=lambda done: Words(
            f"Роль {done['id']} действует по {done['last_day']}",
            f"Role {done['id']} holds until {done['last_day']}",
        ),
    )
