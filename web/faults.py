"""What is wrong with what somebody sent, in the words a page shows: beside the field and in the summary on top."""

from dataclasses import dataclass

from engine.refusals import BadInput, Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field and the sentence about it. A field of "" belongs to the form as a whole."""

    field: str
    words: Words


@dataclass(frozen=True, slots=True)
class Faults:
    """Every fault of one attempt and the reasons of a refusal; empty for a form seen for the first time."""

    fields: tuple[FieldFault, ...] = ()
    reasons: tuple[Reason, ...] = ()
    status: int = 422

    def of(self, field: str) -> Words | None:
        """What to say beside this field."""
        return next((fault.words for fault in self.fields if fault.field == field), None)

    @property
    def any(self) -> bool:
        return bool(self.fields or self.reasons)


NONE = Faults(status=200)

CHANGED_MEANWHILE = Faults(
    (
        FieldFault(
            "",
            Words(
                "Пока страница была открыта, кто-то уже изменил это. Ничего не перезаписано: проверьте, что теперь, и"
                " повторите, если нужно.",
                "While the page was open somebody changed this. Nothing was overwritten: look what is there now and"
                " repeat if needed.",
            ),
        ),
    ),
    status=409,
)


def of_bad_input(error: BadInput) -> Faults:
    """The sentence without the name of the command's option in front of it: «--held: …», «held: …»."""
    bare = error.field.lstrip("-")
    ru, en = (_without(text, error.field, bare) for text in (error.words.ru, error.words.en))
    return Faults((FieldFault(bare.replace("-", "_"), Words(ru, en)),))


def _without(text: str, *names: str) -> str:
    for name in names:
        if name and text.startswith(f"{name}: "):
            rest = text[len(name) + 2 :]
            return rest[:1].upper() + rest[1:]
    return text
