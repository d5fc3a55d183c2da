"""What a column holds, told by its heading: the words schools use, in any order of columns."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from engine.search_keys import search_key
from engine.words import Words

Field = Literal[
    "name",
    "surname",
    "first_name",
    "patronymic",
    "kind",
    "role",
    "email",
    "position",
    "organisation",
    "consent",
    "representative",
    "representative_email",
    "sex",
    "born",
    "hired",
    "phone",
    "place",
    "category",
    "request",
    "needs",
    "competences",
    "interests",
    "achievements",
    "wished_age",
    "time_resource",
    "expert_in",
    "capacity",
    "entered_on",
]
FIELDS: tuple[Field, ...] = get_args(Field)

TITLES: Mapping[Field, Words] = MappingProxyType(
    {
        "name": Words("Фамилия, имя, отчество", "Name"),
        "surname": Words("Фамилия", "Surname"),
        "first_name": Words("Имя", "First name"),
        "patronymic": Words("Отчество", "Patronymic"),
        "kind": Words("Кто это", "Kind"),
        "role": Words("Роль", "Role"),
        "email": Words("Почта", "Mail"),
        "position": Words("Должность или класс", "Position or class"),
        "organisation": Words("Организация", "Organisation"),
        "consent": Words("Согласие подписано", "Consent signed"),
        "representative": Words("Законный представитель", "Legal representative"),
        "representative_email": Words("Почта представителя", "Representative's mail"),
        "sex": Words("Пол", "Sex"),
        "born": Words("Дата рождения", "Birth date"),
        "hired": Words("Дата приёма на работу", "Hiring date"),
        "phone": Words("Телефон", "Phone"),
        "place": Words("Место работы или учёбы", "Place of work or study"),
        "category": Words("Категория наставляемого", "Category of mentee"),
        "request": Words("Запрос", "Request"),
        "needs": Words("Потребности", "Needs"),
        "competences": Words("Компетенции", "Competences"),
        "interests": Words("Интересы", "Interests"),
        "achievements": Words("Достижения", "Achievements"),
        "wished_age": Words("Желаемый возраст наставляемых", "Wished age of mentees"),
        "time_resource": Words("Ресурс времени", "Time resource"),
        "expert_in": Words("Эксперт в области", "Expert in"),
        "capacity": Words("Сколько пар может вести", "Capacity in pairs"),
        "entered_on": Words("Дата включения в базу", "Entered on"),
    }
)
"""The headings of the template, too."""

BEFORE_CONSENT: frozenset[Field] = frozenset(
    {
        "name",
        "surname",
        "first_name",
        "patronymic",
        "kind",
        "role",
        "email",
        "position",
        "organisation",
        "consent",
        "representative",
        "representative_email",
    }
)
"""What may be stored about anybody; the rest waits for the consent to process personal data."""

_SAID: Mapping[Field, str] = {
    "name": "фио|ф и о|фамилия имя отчество|фамилия и о|фио участника|фио наставника|фио наставляемого|участник|"
    "фио педагога|фио сотрудника|фио ученика|name|full name",
    "surname": "фамилия|surname|last name",
    "first_name": "имя|first name",
    "patronymic": "отчество|patronymic|middle name",
    "kind": "кто это|кто|тип участника|статус участника|вид участника|kind",
    "role": "роль|роль в программе|роль в наставничестве|role",
    "email": "почта|e mail|email|mail|эл почта|электронная почта|адрес электронной почты|адрес почты|адрес эл почты|"
    "электронный адрес",
    "position": "должность|класс|должность или класс|должность класс|группа|класс группа|"
    "должность или группа|position|position or class",
    "organisation": "организация|школа|образовательная организация|учреждение|учебное заведение|"
    "наименование организации|организация участника|оо|organisation|organization|school",
    "consent": "согласие подписано|дата согласия|согласие|согласие на обработку персональных данных|согласие на пдн|"
    "согласие на обработку пдн|дата подписания согласия|consent signed",
    "representative": "законный представитель|представитель|родитель|фио родителя|фио представителя|"
    "фио законного представителя|родитель законный представитель|legal representative",
    "representative_email": "почта представителя|почта родителя|e mail представителя|e mail родителя|"
    "email представителя|email родителя|адрес представителя|электронная почта родителя|"
    "электронная почта представителя|representative s mail",
    "sex": "пол|sex|gender",
    "born": "дата рождения|день рождения|родился|год рождения|birth date|born",
    "hired": "дата приема на работу|дата приема|принят на работу|принят|работает с|hiring date|hired",
    "phone": "телефон|тел|контактный телефон|номер телефона|контакты|контактные данные|phone",
    "place": "место работы|место учебы|место работы или учебы|место работы учебы|место учебы работы|"
    "место основной работы|предприятие|place of work or study",
    "category": "категория наставляемого|категория|category of mentee",
    "request": "запрос|запрос наставляемого|основной запрос наставляемого|основной запрос|request",
    "needs": "потребности|потребность|дефициты|профессиональные дефициты|затруднения|needs",
    "competences": "компетенции|основные компетенции|основные компетенции наставника|competences",
    "interests": "интересы|interests",
    "achievements": "достижения|важные для программы достижения|"
    "важные для программы достижения наставника|achievements",
    "wished_age": "желаемый возраст|желаемый возраст наставляемых|желаемый возраст наставляемого|wished age of mentees",
    "time_resource": "ресурс времени|ресурс времени на программу|ресурс времени на программу наставничества|"
    "время|time resource",
    "expert_in": "эксперт в области|эксперт|экспертиза|expert in",
    "capacity": "сколько пар может вести|емкость|сколько наставляемых|сколько пар|число пар|число наставляемых|"
    "количество наставляемых|capacity in pairs|capacity",
    "entered_on": "дата включения в базу|дата вхождения|дата вхождения в программу|дата внесения в базу|"
    "дата включения|entered on",
}
_BY_WORDS: Mapping[str, Field] = {
    search_key(said): known for known, listed in _SAID.items() for said in listed.split("|")
}
_MARKS = re.compile(r"[^\w]+")
_HINT = re.compile(r"\([^)]*\)")  # «Дата рождения (ДД.ММ.ГГГГ)»


def field_of(heading: str) -> Field | None:
    """The field a heading names, None for a column that is not read.

    >>> field_of("Ф.И.О."), field_of("Дата приёма (ДД.ММ.ГГГГ)"), field_of("Цвет глаз")
    ('name', 'hired', None)
    """
    for said in (heading, _HINT.sub(" ", heading)):
        found = _BY_WORDS.get(search_key(_MARKS.sub(" ", said).replace("_", " ")))
        if found is not None:
            return found
    return None
