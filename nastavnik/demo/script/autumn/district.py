"""The district's own measures: adopted in spring, one of them late."""

from nastavnik.demo.days import Chronicle, on
from nastavnik.demo.event_acts import plans_event, publishes
from nastavnik.demo.school_acts import DISTRICTS, applies_roadmap, registers, sets_date

HERE = "rechnoy"

CHRONICLE = Chronicle(
    HERE,
    (
        on(
            "02.04",
            applies_roadmap(DISTRICTS, start="01.04.26"),
            at="11:00",
            told="Район принимает комплекс мер по наставничеству на три года",
        ),
        on("06.04", sets_date("contest", "27.11.26"), sets_date("information-resource", "30.10.26"), at="15:00"),
        on("28.04", registers("roadmap", "order", "introduction", "112"), at="12:00"),
        on(
            "19.10.26",
            plans_event(
                "Районная конференция «Наставник рядом»",
                "seminar",
                "09.12.26",
                place="дом культуры",
                level="municipality",
                hours=6,
            ),
            publishes("rubric", "Наставничество в районе", "nastavniki"),
            at="11:20",
        ),
    ),
)
