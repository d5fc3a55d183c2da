"""Which row expects which paper."""

import pytest

from engine.paper_closing import Expecting, fit


@pytest.mark.parametrize(
    ("kind", "purpose", "row"),
    [
        ("register", "statistics", Expecting("statistics", "statistics", "Заполнить форму наблюдения", "Форма")),
        ("register", "training", Expecting("", "certificate", "Создать условия для обучения наставников", "Курсы")),
        ("register", "publications", Expecting("", "publication", "Вести раздел «Наставничество» на сайтах", "")),
        ("reference", "requests", Expecting("", "reference", "Разобрать анкеты кампании", "Выбраны формы")),
        ("plan", "content", Expecting("", "plan", "Открыть рубрики на сайте", "Контент-план")),
        ("order", "pairing", Expecting("pairs-formed", "order", "Сформировать пары или группы", "Пары готовы")),
        ("register", "training", Expecting("seminars", "certificate", "Участвовать в семинарах", "Участие")),
        ("plan", "event", Expecting("", "programme", "Участвовать в окружной школе", "Программа мероприятия")),
    ],
)
def test_registers_and_programmes_of_events_close_the_rows_that_expect_them(
    kind: str, purpose: str, row: Expecting
) -> None:
    assert fit(kind, purpose, row) == "sure"


def test_the_programme_of_an_event_is_not_sure_to_be_the_programme_of_mentoring() -> None:
    row = Expecting("programme", "programme", "Утвердить программу наставничества (п. 6.2)", "Программа наставничества")
    assert fit("plan", "event", row) == "maybe"
    assert fit("regulation", "programme", row) == "sure"
