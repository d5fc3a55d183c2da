"""A sound example of everything that may be sent, for `/openapi.json`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "OrganisationIn": {"name": "Школа № 5", "kind": "school", "parent": "kirov", "week": 5},
        "CalendarIn": {"days": [{"day": "2025-11-03", "working": False}]},
        "PersonIn": {"org": "kirov/school-5", "name": "Белова Анна Сергеевна", "email": "belova@school-5.example"},
        "PersonChange": {"position": "учитель физики"},
        "GrantIn": {"role": "curator", "org": "kirov/school-5", "from": "2025-09-01"},
        "ConsentIn": {"kind": "personal-data", "signed": "2025-08-31"},
        "WithdrawalIn": {"kind": "photo", "on": "2025-10-01"},
        "ProgrammeIn": {
            "org": "kirov/school-5",
            "title": "Наставничество педагогов",
            "lifecycle": "teacher-pair",
            "from": "2025-09-01",
            "to": "2026-05-31",
        },
        "PairIn": {"programme": 1, "mentor": 12, "mentees": [17]},
        "MoveIn": {"move": "acquaint"},
        "ReasonIn": {"reason": "болезнь наставника"},
        "ReplaceIn": {"mentor": 14, "reason": "переезд"},
        "EndIn": {"outcome": "by_agreement", "notice": "2026-03-02"},
        "MeetingIn": {"kind": "acquaintance", "held": "2025-09-05"},
        "FeedbackIn": {"person": 12, "text": "Встречи полезны."},
        "PlanIn": {"items": [{"title": "Открытый урок", "due": "2025-12-10"}]},
        "ApprovalIn": {"paper": 3},
        "MarkIn": {"done": "2025-12-10"},
        "PaperIn": {
            "org": "kirov/school-5",
            "kind": "order",
            "purpose": "pairing",
            "number": "117",
            "date": "2025-09-01",
            "pairs": [1],
        },
        "SurveyIn": {"programme": 1, "period": "2025-Q4"},
        "AnswersIn": {"person": 12, "answers": {"1": "да"}},
        "RoadmapIn": {"org": "kirov/school-5", "template": "s1-teachers-2025"},
        "CompletionIn": {"link": "https://school-5.example/orders/117"},
        "RescheduleIn": {"to": "2025-12-20", "reason": "карантин"},
        "AssignIn": {"person": 12},
        "BindIn": {"on": "2025-12-20"},
        "PublicationIn": {"to": ["kirov/school-5"]},
        "AdoptionIn": {"items": [{"item": 1, "deadline": "до 1 ноября 2026 г."}]},
        "RefusalIn": {"why": "already"},
        "DelegationIn": {"to": "kirov/school-7"},
        "TakingIn": {"all": [1], "keep": [2]},
        "ReleaseIn": {"org": "kirov/school-5"},
        "WebhookIn": {"org": "kirov/school-5", "url": "https://events.example/hook", "events": ["stage.changed"]},
        "WebhookChange": {"stopped": True},
    }
)
