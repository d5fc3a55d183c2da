"""The second autumn of Svetloye around its pairs: events, publications, questionnaires, papers, practices."""

from nastavnik.demo.cast import Lifecycle
from nastavnik.demo.days import Chronicle, on
from nastavnik.demo.event_acts import calls_off, certifies, invites, plans_event, publishes, results, takes_place
from nastavnik.demo.paper_acts import brings_template, keeps_practice, sends_practices, writes_paper
from nastavnik.demo.survey_acts import closes, fill_in, opens
from workflows.keep_practice import Practice

HERE = "svetloe"
_PLACE = {"school.place": "с. Светлое"}
_TEACHERS: Lifecycle = "teacher-pair"
_NETWORKING = "Общая встреча наставников и молодых педагогов"
_COUNCIL = "О запуске программ наставничества на 2026-2027 учебный год"
_SEMINAR = "Вебинар «Обратная связь, которая помогает»"
_CONTEST = "Районный конкурс «Лучшая наставническая пара»"
_CALLED_OFF = "Мастер-класс «Цифровой урок»"
_TRAINING = "Курс «Наставник в школе»"
_CLOSING = "Итоговая игра «Мы вместе»"

_EVENTS = (
    on("26.08.26", plans_event(_NETWORKING, "networking", "28.08.26", time="15:00", place="актовый зал", whom="staff")),
    on("28.08.26", takes_place(_NETWORKING, without=("Бушуева", "Тупицына")), at="16:10"),
    on("23.09.26", plans_event(_COUNCIL, "council", "29.09.26", place="учительская"), at="09:10"),
    on("29.09.26", takes_place(_COUNCIL, numbers=(24, 22)), at="11:30"),
    on(
        "05.10.26",
        plans_event(
            _SEMINAR, "training", "16.10.26", time="14:00", minutes=180, place="онлайн", hours=8, whom="mentors"
        ),
        plans_event(_CALLED_OFF, "seminar", "23.10.26", place="кабинет информатики", hours=4, whom="mentees"),
        at="10:20",
    ),
    on("16.10.26", takes_place(_SEMINAR, without=("Бушуева",)), certifies(_SEMINAR), at="17:15"),
    on("20.10.26", calls_off(_CALLED_OFF, reason="Ведущий заболел, новый день назовём позже"), at="09:20"),
    on(
        "26.10.26",
        plans_event(_CONTEST, "contest", "06.11.26", place="районный дом творчества", level="municipality"),
        invites(_CONTEST, "Лаптева", "Юферева", "Ожегов", "Кропачева"),
        invites(_CONTEST, "Вылегжанина", role="expert"),
        plans_event(_TRAINING, "training", "27.11.26", time="13:30", minutes=240, place="кабинет 12", hours=16),
        invites(_TRAINING, "Лаптева", "Ожегов", "Бушуева", "Вылегжанина", "Рублёва"),
        at="11:00",
    ),
    on(
        "06.11.26",
        takes_place(_CONTEST),
        results(_CONTEST, {"Лаптева": "2 место", "Юферева": "2 место", "Кропачева": "диплом участника"}),
        at="17:10",
    ),
    on("13.11.26", plans_event(_CLOSING, "closing", "23.12.26", place="актовый зал"), at="12:10"),
)

_PUBLICATIONS = (
    on("11.09.26", publishes("rubric", "Наставничество: рубрика на сайте школы", "nastavnichestvo"), at="12:10"),
    on("19.10.26", publishes("post", "Как мы учились давать обратную связь", "vebinar", author="Ожегов"), at="13:10"),
    on(
        "09.11.26",
        publishes("article", "Урок-путешествие на английском: опыт пары", "opyt-pary", author="Лаптева"),
        publishes("post", "Второе место на районном конкурсе пар", "konkurs", author="Юферева"),
        at="13:30",
    ),
)

_OPEN = "pairs-effectiveness"
_QUESTIONNAIRES = (
    on("14.09.26", opens(_TEACHERS, "quarterly-teachers", "2026-Q3", until="30.09.26"), at="09:40"),
    on("05.10.26", closes("quarterly-teachers", "2026-Q3"), at="12:20"),
    on("12.10.26", opens(_TEACHERS, _OPEN, "2026-10", until="21.10.26"), at="09:40"),
    on(
        "14.10.26",
        fill_in(
            *(_OPEN, "2026-10", "Лаптева", "Ожегов", "Кощеева"),
            told={one: {"role": "mentor", "continue": "yes"} for one in ("Лаптева", "Ожегов", "Кощеева")},
        ),
        fill_in(
            *(_OPEN, "2026-10", "Юферева", "Кропачева", "Шубин", "Двинских"),
            told={
                "Юферева": {"role": "mentee", "continue": "yes", "hinders": ["time"]},
                "Кропачева": {"role": "mentee", "continue": "yes", "wish": "Больше времени на подготовку опытов"},
                "Шубин": {"role": "mentee", "continue": "yes", "hinders": ["place", "time"]},
                "Двинских": {"role": "mentee", "continue": "help", "hinders": ["papers"]},
            },
        ),
        at="16:40",
    ),
    on("22.10.26", closes(_OPEN, "2026-10"), at="09:50"),
    on("05.11.26", opens(_TEACHERS, "swot", "2026-H2", until="20.11.26"), at="10:10"),
    on(
        "06.11.26",
        fill_in(
            *("swot", "2026-H2", "Гусева"),
            told={
                "Гусева": {
                    "strengths": "Опытные наставники\nДиректор поддерживает программу",
                    "weaknesses": "Мало времени на взаимное посещение уроков\nОдин кабинет с техникой на всех",
                    "opportunities": "Курсы регионального центра\nОбмен опытом с лицеем",
                    "threats": "Наставники уходят на пенсию\nМолодые педагоги уезжают",
                    "next": "Найти двух новых наставников начальной школы",
                }
            },
        ),
        at="12:40",
    ),
    on("09.11.26", opens(_TEACHERS, "quarterly-teachers", "2026-Q4", until="30.11.26"), at="09:40"),
)

_PAPERS = (
    on("25.08.26", brings_template("order-pairing"), at="17:05"),
    on(
        "27.08.26",
        writes_paper(
            *("order-working-group", "45"),
            people=("Лаптева", "Вылегжанина", "Ожегов"),
            said=_PLACE,
        ),
        at="10:40",
    ),
    on(
        "29.09.26",
        writes_paper(
            "council-protocol", "2", said={**_PLACE, "council.secretary": "Мальцева Дарья Олеговна"}, row="council"
        ),
        at="12:10",
    ),
    on("16.11.26", writes_paper("order-award", people=("Лаптева", "Ожегов"), said=_PLACE), at="14:10"),
    on(
        "20.11.26",
        writes_paper("mentor-report", pairs=("Ожегов — Кропачева",), said=_PLACE),
        writes_paper("meeting-log", "15", pairs=("Ожегов — Кропачева",)),
        at="14:20",
    ),
)

_PRACTICES = (
    on(
        "30.10.26",
        keeps_practice(
            Practice(
                "Дневник одной недели",
                "Наставляемый неделю записывает одно удачное и одно трудное место каждого урока.",
                "Записи читают вместе в пятницу: наставник не оценивает, а спрашивает, что помогло. За месяц"
                " складывается карта трудных мест, с неё и начинается план.",
                "Планы стали короче и точнее, молодые педагоги сами называют, над чем работать.",
                tags="план, рефлексия",
                form="teacher-pair",
                year=2026,
            ),
            author="Лаптева",
        ),
        keeps_practice(
            Practice(
                "Урок вдвоём",
                "Половину урока ведёт наставник, половину наставляемый, класс об этом знает.",
                "Пары меняются местами каждые две недели. После урока дети на листочках пишут, что было понятнее.",
                "За четверть 6 уроков вдвоём, у наставляемых исчез страх открытого урока.",
                tags="урок, взаимопосещение",
                form="teacher-pair",
                year=2026,
            ),
            author="Ожегов",
        ),
        at="12:15",
    ),
    on(
        "10.11.26",
        keeps_practice(
            Practice(
                "Старшие ведут экскурсию",
                "Десятиклассник и пятиклассник готовят экскурсию по школе для первоклассников.",
                "Маршрут, роли и вопросы дети придумывают сами, наставник отвечает за безопасность.",
                "Провели 4 экскурсии, пятиклассники стали увереннее говорить при всех.",
                tags="ученик — ученику, речь",
                form="pupil-pair",
                year=2026,
            ),
        ),
        keeps_practice(Practice("Метеостанция школы", "Проект пары по физике, описание готовится."), published=False),
        at="12:25",
    ),
    on("20.11.26", sends_practices, at="12:30"),
)

CHRONICLE = Chronicle(HERE, (*_EVENTS, *_PUBLICATIONS, *_QUESTIONNAIRES, *_PAPERS, *_PRACTICES))
