"""Failures as programs are told of them: problem details of RFC 9457, in the language they ask for.

What does not exist and what the caller may not know of get the same bytes: a problem names neither address nor object.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from engine.refusals import BadInput, ChangedMeanwhile, Reason, Refused
from engine.words import Language, Words
from storage.database import DatabaseFailed
from web.faults import of_bad_input
from web.fields import TooBig
from web.refusing import Missing, SignInNeeded, TokenTooNarrow

MEDIA = "application/problem+json"


class FieldProblem(BaseModel):
    """One value that does not fit. `field` is its place in what was sent: `mentee.0`, `due`."""

    model_config = ConfigDict(extra="forbid")
    field: str
    message: str


class UnmetNeed(BaseModel):
    """One reason of a refusal: which need is unmet, why, and what mends it."""

    model_config = ConfigDict(extra="forbid")
    need: str
    reason: str
    mend: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). `type` is stable, `title` and `detail` are for people."""

    model_config = ConfigDict(extra="forbid")
    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
    refused: list[UnmetNeed]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of failure: the end of its `type`, its title, and what is said when there is nothing closer to say."""

    name: str
    title: Words
    detail: Words


class Declined(Exception):  # noqa: N818  # read aloud: `raise Declined`
    """A flow refused: every reason goes out. Leaves the transaction without a trace."""

    def __init__(self, refused: Refused) -> None:
        super().__init__()
        self.refused = refused


class WrongMedia(Exception):  # noqa: N818  # read aloud: `raise WrongMedia`
    """The body is not JSON (415)."""


class TooFast(Exception):  # noqa: N818  # read aloud: `raise TooFast`
    """The token has called too often (429); the next call may come after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class ConditionNeeded(Exception):  # noqa: N818  # read aloud: `raise ConditionNeeded`
    """The call overwrites what people edit and must say which version it saw (428)."""


KINDS: Mapping[int, Kind] = MappingProxyType(
    {
        400: Kind(
            "malformed",
            Words("Тело запроса не разбирается", "The body cannot be read"),
            Words("Нужен один документ JSON.", "One JSON document is needed."),
        ),
        401: Kind(
            "unauthorised",
            Words("Нужен токен", "A token is needed"),
            Words(
                "Передайте действующий токен: Authorization: Bearer …",
                "Send a token that holds: Authorization: Bearer …",
            ),
        ),
        403: Kind(
            "forbidden",
            Words("Не разрешено", "Not allowed"),
            Words("Роль или токен этого не разрешают.", "The role or the token does not allow it."),
        ),
        404: Kind(
            "missing",
            Words("Не найдено", "Not found"),
            Words("Такого нет, или оно вам не видно.", "There is no such thing, or none you may see."),
        ),
        405: Kind(
            "method",
            Words("Так нельзя", "Method not allowed"),
            Words("У этого адреса нет такого действия.", "This address knows no such method."),
        ),
        409: Kind(
            "refused",
            Words("Отказано", "Refused"),
            Words("Правила этого сейчас не допускают.", "The rules do not allow it now."),
        ),
        412: Kind(
            "changed-meanwhile",
            Words("Уже изменено", "Changed meanwhile"),
            Words(
                "Это изменили после того, как вы прочитали; прочитайте ещё раз.",
                "It was changed after you had read it; read it again.",
            ),
        ),
        413: Kind(
            "too-big",
            Words("Слишком много", "Too big"),
            Words("Тело запроса больше допустимого.", "The body is bigger than allowed."),
        ),
        415: Kind(
            "media-type",
            Words("Нужен JSON", "JSON is needed"),
            Words("Content-Type должен быть application/json.", "Content-Type must be application/json."),
        ),
        422: Kind(
            "bad-input",
            Words("Не подходит", "Bad input"),
            Words("Проверьте названные поля.", "Check the fields named."),
        ),
        428: Kind(
            "condition-needed",
            Words("Нужен If-Match", "If-Match is needed"),
            Words(
                "Передайте If-Match с ETag того, что вы прочитали.",
                "Send If-Match with the ETag of what you have read.",
            ),
        ),
        429: Kind(
            "too-fast",
            Words("Слишком часто", "Too many calls"),
            Words("Подождите столько секунд, сколько сказано в Retry-After.", "Wait for the seconds of Retry-After."),
        ),
        500: Kind(
            "unexpected",
            Words("Ошибка программы", "A fault of ours"),
            Words("Ничего не сохранено; попробуйте позже.", "Nothing was saved; try again later."),
        ),
        503: Kind(
            "database",
            Words("База данных недоступна", "The database is away"),
            Words("Попробуйте позже.", "Try again later."),
        ),
    }
)

_MESSAGES: Mapping[str, Words] = MappingProxyType(
    {
        "missing": Words("нужно значение", "a value is needed"),
        "extra_forbidden": Words("такого поля нет", "there is no such field"),
        "string_too_long": Words("слишком длинно", "too long"),
        "string_too_short": Words("слишком коротко", "too short"),
        "too_long": Words("слишком много", "too many"),
        "too_short": Words("слишком мало", "too few"),
        "string_pattern_mismatch": Words("недопустимые знаки", "characters that are not allowed"),
        "literal_error": Words("не из допустимых значений", "not one of the allowed values"),
        "int_type": Words("нужно целое число", "a whole number is needed"),
        "int_parsing": Words("нужно целое число", "a whole number is needed"),
        "string_type": Words("нужна строка", "a text is needed"),
        "bool_type": Words("нужно true или false", "true or false is needed"),
    }
)
_UNFIT = Words("значение не подходит", "the value does not fit")


def answer(request: Request, error: Exception, language: Language) -> Response:
    """The problem for any failure of a call."""
    match error:
        case Declined():
            reasons = error.refused.reasons
            status = 403 if any(reason.need == "permission" for reason in reasons) else 409
            return problem(status, language, refused=reasons)
        case RequestValidationError():
            return _validation(error, language)
        case BadInput():
            if request.method in ("GET", "HEAD") and request.path_params:
                return problem(404, language)
            faults = of_bad_input(error).fields
            return problem(422, language, errors=[(fault.field, fault.words) for fault in faults])
        case TokenTooNarrow():
            scope = Words(f"Токену нужно право «{error.scope}».", f"The token needs the scope `{error.scope}`.")
            return problem(403, language, detail=scope)
        case TooFast():
            return problem(429, language, headers={"Retry-After": str(error.seconds)})
        case DatabaseFailed():
            return problem(503, language, detail=error.words)
        case ChangedMeanwhile():
            return problem(412 if "if-match" in request.headers else 409, language, detail=KINDS[412].detail)
        case HTTPException():
            status = error.status_code if error.status_code in KINDS else 500
            return problem(status, language, headers=error.headers)
        case _:
            return problem(_status(error), language)


def problem(
    status: int,
    language: Language,
    *,
    detail: Words | None = None,
    errors: Sequence[tuple[str, Words]] = (),
    refused: Sequence[Reason] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One problem. 401 says which key fits."""
    kind = KINDS[status]
    told = Problem(
        type=f"urn:nastavnik:problem:{kind.name}",
        title=kind.title.in_(language),
        status=status,
        detail=(detail or kind.detail).in_(language),
        errors=[FieldProblem(field=field, message=words.in_(language)) for field, words in errors],
        refused=[
            UnmetNeed(need=one.need, reason=one.reason.in_(language), mend=one.mend.in_(language)) for one in refused
        ],
    )
    sent = dict(headers or {}) | {"Vary": "Authorization, Accept-Language", "Content-Language": language}
    if status == 401:
        sent["WWW-Authenticate"] = "Bearer"
    return Response(told.model_dump_json(), status_code=status, media_type=MEDIA, headers=sent)


def _status(error: Exception) -> int:
    match error:
        case SignInNeeded():
            return 401
        case Missing():
            return 404
        case TooBig():
            return 413
        case WrongMedia():
            return 415
        case ConditionNeeded():
            return 428
        case _:
            return 500


def _validation(error: RequestValidationError, language: Language) -> Response:
    found: Sequence[Any] = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return problem(400, language)
    if any(one["loc"][:1] == ("path",) for one in found):
        return problem(404, language)
    faults = [(".".join(str(part) for part in one["loc"][1:]), _MESSAGES.get(one["type"], _UNFIT)) for one in found]
    return problem(422, language, errors=faults)
