"""`nastavnik person profile`: what the registers of mentors and mentees keep about somebody."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from storage import profiles
from workflows.change_profile import ProfileChanged, change_profile
from workflows.fill_profile import fill_profile

app = noun()


@changes(app, "profile", "Сведения для баз наставников и наставляемых", "What the registers keep about a person")
def profile(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    sex: Annotated[str | None, option("--sex", "ж|м", "f|m")] = None,
    phone: Annotated[str | None, option("--phone", "Телефон", "Phone")] = None,
    place: Annotated[str | None, option("--place", "Место работы или учёбы", "Place of work or study")] = None,
    category: Annotated[str | None, option("--category", "Категория наставляемого", "Category of mentee")] = None,
    request: Annotated[str | None, option("--request", "Запрос", "Request")] = None,
    needs: Annotated[str | None, option("--needs", "Потребности через запятую", "Needs, with commas")] = None,
    competences: Annotated[str | None, option("--competences", "Компетенции через запятую", "Competences")] = None,
    interests: Annotated[str | None, option("--interests", "Интересы через запятую", "Interests")] = None,
    achievements: Annotated[str | None, option("--achievements", "Достижения", "Achievements")] = None,
    wished_age: Annotated[str | None, option("--wished-age", "Желаемый возраст наставляемых", "Wished age")] = None,
    time_resource: Annotated[str | None, option("--time-resource", "Ресурс времени", "Time resource")] = None,
    expert_in: Annotated[str | None, option("--expert-in", "Эксперт в области", "Expert in")] = None,
    capacity: Annotated[int | None, option("--capacity", "Сколько пар может вести", "Capacity in pairs")] = None,
    entered_on: Annotated[date | None, day_option("--entered", "Дата включения в базу", "Entered on")] = None,
) -> int:
    told = {
        "sex": sex,
        "phone": phone,
        "place": place,
        "category": category,
        "request": request,
        "needs": needs,
        "competences": competences,
        "interests": interests,
        "achievements": achievements,
        "wished_age": wished_age,
        "time_resource": time_resource,
        "expert_in": expert_in,
        "capacity": capacity,
        "entered_on": entered_on,
    }
    changed = {name: value for name, value in told.items() if value is not None}

    def flow(tx: Any, by: Any) -> Any:
        done = change_profile(tx, by=by, person_id=person, changes=changed)
        return (done, profiles.of_person(tx, person)) if isinstance(done, ProfileChanged) else done

    return _stored(frame, person, flow)


@changes(app, "fill-profile", "Перенести в сведения сказанное в анкетах", "Take into the profile what answers tell")
def fill(
    frame: Frame,
    person: Annotated[int, argument("ID", "Номер участника", "Id")],
    field: Annotated[
        list[str] | None, option("--field", "Только это поле (needs, competences, time_resource…)", "Only this field")
    ] = None,
) -> int:
    def flow(tx: Any, by: Any) -> Any:
        done = fill_profile(tx, by=by, person_id=person, only=field)
        return (done, profiles.of_person(tx, person)) if isinstance(done, ProfileChanged) else done

    return _stored(frame, person, flow)


def _stored(frame: Frame, person: int, flow: Callable[[Any, Any], Any]) -> int:
    return frame.change(
        flow,
        answer=lambda made: {"id": person, "changed": list(made[0].fields), "profile": asdict(made[1])},
        say=lambda done: Words(
            f"Участник {done['id']}: изменено {', '.join(done['changed']) or 'ничего'}",
            f"Person {done['id']}: changed {', '.join(done['changed']) or 'nothing'}",
        ),
    )
