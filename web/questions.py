"""The fields of a questionnaire's form: `q-` before the key of each question."""

from web.fields import Fields

_MARK = "q-"


def sent_answers(fields: Fields) -> dict[str, tuple[str, ...]]:
    """What was sent, by the keys of the questions."""
    keys = dict.fromkeys(name.removeprefix(_MARK) for name, _ in fields.items() if name.startswith(_MARK))
    return {key: fields.every(f"{_MARK}{key}") for key in keys}
