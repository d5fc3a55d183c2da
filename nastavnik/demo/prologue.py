"""Before the curtain rises: organisations, people, roles, the roadmaps and the programmes of the year."""

from nastavnik.demo.cast import DISTRICT, PLACES, REGION, SCHOOLS, Place
from nastavnik.demo.days import Scene
from nastavnik.demo.school_acts import applies_roadmap, starts_programme
from nastavnik.demo.stage import Stage
from nastavnik.demo.welcoming import welcome
from workflows.add_organisation import add_organisation


def found_district(stage: Stage) -> None:
    """The operator founds everything, as whoever installs the product does."""
    for place in PLACES:
        _found(stage, place)
        for person in place.with_addresses(place.people):
            welcome(stage, place, person)


def begin_year(stage: Stage) -> None:
    """Each curator makes the school's plan live and starts its programmes."""
    for school in SCHOOLS:
        scene = Scene(stage, school.slug)
        applies_roadmap()(scene)
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
