"""Somebody comes to an organisation of the played district."""

from nastavnik.demo.cast import Person, Place
from nastavnik.demo.stage import Stage
from workflows.add_person import NewPerson, add_person
from workflows.grant_role import NewGrant, grant_role


def welcome(stage: Stage, place: Place, person: Person) -> None:
    """The operator adds somebody, with the role that the cast gives."""
    if person.surname in stage.people:
        raise ValueError(f"the script calls people by surname, and there are two of {person.surname}")
    told = NewPerson(
        name=person.name,
        email=person.email,
        kind=person.kind,
        position=person.position,
        representative_id=stage.people[person.parent] if person.parent else None,
    )
    home = stage.places[place.slug].id
    made = stage.do(None, add_person, organisation_id=home, told=told)
    stage.people[person.surname] = made.id
    stage.homes[person.surname] = place.slug
    if person.role is None:
        return
    stage.do(None, grant_role, told=NewGrant(person_id=made.id, role=person.role, organisation_id=home))
    match person.role:
        case "head":
            stage.heads[place.slug] = person.surname
        case "curator":
            stage.curators[place.slug] = person.surname
        case "administrator":  # who does for a district what a curator does for a school
            stage.curators[place.slug] = person.surname
        case _:
            pass
