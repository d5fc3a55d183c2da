"""Before the curtain rises: organisations, people, roles, the roadmaps and the programmes of the year."""

from nastavnik.demo.cast import DISTRICT, PLACES, REGION, SCHOOLS, Person, Place
from nastavnik.demo.days import Scene
from nastavnik.demo.school_acts import applies_roadmap, starts_programme
from nastavnik.demo.stage import Stage
from workflows.add_organisation import add_organisation
from workflows.add_person import NewPerson, add_person
from workflows.grant_role import NewGrant, grant_role


def found_district(stage: Stage) -> None:
    """The operator founds everything, as whoever installs the product does."""
    for place in PLACES:
        _found(stage, place)
        for person in place.everybody():
            _welcome(stage, place, person)


def begin_year(stage: Stage) -> None:
    """Each curator makes the school's plan live and starts its programmes."""
    for school in SCHOOLS:
        scene = Scene(stage, school.slug)
        applies_roadmap(scene)
        for lifecycle, title in school.programmes:
            starts_programme(lifecycle, title)(scene)


def _found(stage: Stage, place: Place) -> None:
    above = {"region": None, "municipality": REGION, "school": DISTRICT, "partner": DISTRICT}[place.kind]
    stage.places[place.slug] = stage.do(
        None,
        add_organisation,
        name=place.name,
        kind=place.kind,
        slug=place.slug,
        parent=above and stage.places[above.slug].path,
        timezone="Europe/Kirov" if above is None else None,
        week=place.week,
    )


def _welcome(stage: Stage, place: Place, person: Person) -> None:
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
        case _:
            pass
