"""What `nastavnik doctor` looks at: is this installation able to work?"""

import sqlite3
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from documents.papers.pdf import office
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.opening import connected, state_of
from nastavnik.settings import Settings, is_local
from nastavnik.wiring import channel_of
from storage.database import DatabaseFailed
from workflows.calendars import calendar_for
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.definitions.paper_files import paper_forms
from workflows.definitions.policy_files import policies, policy
from workflows.definitions.roadmap_files import template, templates

Health = Literal["ok", "warning", "fault"]

_PACKAGES = ("engine", "workflows", "notifications", "storage", "documents", "web", "nastavnik")
_SAFE_SQLITE = (3, 51, 3)  # older ones may lose a commit when the WAL is reset under a reader
_SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. Only a `fault` makes the doctor end with exit code 1."""

    name: str
    health: Health
    words: Words


def examine(settings: Settings) -> list[Check]:
    """Every check, whatever the ones before it found. No letter is sent and no schema changed."""
    checks: tuple[tuple[str, Callable[[], Check]], ...] = (
        ("environment", lambda: _environment(settings)),
        ("clock", lambda: _clock(settings)),
        ("secret", lambda: _secret(settings)),
        ("packages", _packages),
        ("database", lambda: _database(settings)),
        ("sqlite", lambda: sqlite_release(sqlite3.sqlite_version_info)),
        ("mail", lambda: _mail(settings)),
        ("definitions", _definitions),
        ("calendar", lambda: _calendar(settings)),
        ("office", _office),
    )
    return [_safely(name, check) for name, check in checks]


def sqlite_release(release: tuple[int, int, int]) -> Check:
    """Whether the linked SQLite has the repair of the WAL-reset fault (3.51.3)."""
    told = ".".join(str(part) for part in release)
    if release < _SAFE_SQLITE:
        return Check(
            "sqlite",
            "warning",
            Words(
                f"SQLite {told} старше 3.51.3 (ошибка сброса WAL): обновите Python или систему, делайте копии чаще",
                f"SQLite {told} is older than 3.51.3 (WAL-reset fault): update Python or the system, back up often",
            ),
        )
    return Check("sqlite", "ok", Words(f"SQLite {told}", f"SQLite {told}"))


def shadowed(origins: Mapping[str, Path | None], home: Path, owners: Mapping[str, list[str]]) -> list[str]:
    """Our packages that are not imported from `home`, or whose name another installed distribution claims too."""
    return [
        name
        for name, origin in origins.items()
        if origin is None or not origin.is_relative_to(home) or set(owners.get(name, [])) - {"nastavnik"}
    ]


def _safely(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except (BadInput, DatabaseFailed) as error:
        return Check(name, "fault", error.words)


def _environment(settings: Settings) -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / ".doctor"
        probe.write_text("", encoding="ascii")
        probe.unlink()
        ZoneInfo("Asia/Kamchatka")
    except (OSError, KeyError) as error:
        kind = type(error).__name__
        return Check(
            "environment",
            "fault",
            Words(
                f"Папка данных {settings.data_dir} или часовые пояса недоступны ({kind})",
                f"The data folder {settings.data_dir} or the time zones are out of reach ({kind})",
            ),
        )
    told = f"Python {version}, {settings.data_dir}"
    return Check("environment", "ok", Words(told, told))


def _clock(settings: Settings) -> Check:
    now = f"{settings.clock.now():%Y-%m-%d %H:%M} UTC"
    if settings.clock_file is not None:
        return Check("clock", "warning", Words(f"Часы переведены: {now}", f"The clock is turned: {now}"))
    return Check("clock", "ok", Words(now, now))


def _secret(settings: Settings) -> Check:
    if len(settings.secret()) < _SHORTEST_KEY:
        return Check(
            "secret",
            "fault" if not is_local(settings.base_url) else "warning",
            Words(
                f"NASTAVNIK_SECRET_KEY короче {_SHORTEST_KEY} знаков: уберите её, программа сделает надёжную сама",
                f"NASTAVNIK_SECRET_KEY has under {_SHORTEST_KEY} characters: drop it, the program makes a strong one",
            ),
        )
    return Check("secret", "ok", Words("Ключ подписи надёжен", "The signing key is strong"))


def _packages() -> Check:
    home = Path(__file__).resolve().parent.parent
    specs = {name: find_spec(name) for name in _PACKAGES}
    origins = {name: Path(spec.origin).resolve() if spec and spec.origin else None for name, spec in specs.items()}
    found = shadowed(origins, home, {name: list(owners) for name, owners in packages_distributions().items()})
    if found:
        listed = ", ".join(found)
        return Check(
            "packages",
            "fault",
            Words(
                f"Чужие пакеты с нашими именами: {listed}; поставьте программу в отдельное окружение",
                f"Other packages have our names: {listed}; install the program in an environment of its own",
            ),
        )
    return Check("packages", "ok", Words("Пакеты свои", "The packages are ours"))


def _database(settings: Settings) -> Check:
    database = connected(settings)
    try:
        state = state_of(database)
    finally:
        database.dispose()
    match state:
        case "current":
            return Check("database", "ok", Words("База открыта, схема последняя", "The database is at head"))
        case "empty":
            return Check("database", "ok", Words("База пуста: первая команда её создаст", "The database is empty yet"))
        case "behind":
            return Check("database", "fault", Words("Схема старая: nastavnik migrate", "Old schema: nastavnik migrate"))
        case "foreign":
            return Check("database", "fault", Words("Это чужая база", "This is another program's database"))


def _mail(settings: Settings) -> Check:
    place = f"{settings.smtp_host}:{settings.port}, {settings.security}"
    with channel_of(settings) as channel:
        hold = channel.open()
    if hold is None:
        return Check("mail", "ok", Words(f"Почтовый сервер отвечает ({place})", f"The mail server answers ({place})"))
    return Check("mail", "fault", hold.reason)


def _definitions() -> Check:
    for key in lifecycles():
        lifecycle(key)
    for key in policies():
        policy(key)
    for key in templates():
        template(key)
    counted = len(lifecycles()) + len(policies()) + len(templates()) + len(paper_forms())
    return Check("definitions", "ok", Words(f"Описания годны: {counted}", f"Definitions are sound: {counted}"))


def _calendar(settings: Settings) -> Check:
    known = calendar_for(week=5).known_until
    told = Words(f"Переносы выходных известны по {known} год", f"Transfers of days off are known until {known}")
    if known is not None and settings.clock.now().year > known:
        mend = Words("загрузите новые: org calendar --file", "load newer ones: org calendar --file")
        return Check("calendar", "warning", Words(f"{told.ru}; {mend.ru}", f"{told.en}; {mend.en}"))
    return Check("calendar", "ok", told)


def _office() -> Check:
    """Without it everything works but copies of papers in PDF and files of old formats."""
    if office() is not None:
        return Check("office", "ok", Words("LibreOffice есть: копии в PDF делаются", "LibreOffice makes PDF copies"))
    return Check(
        "office",
        "warning",
        Words(
            "LibreOffice нет: документы выдаются в DOCX, копии в PDF не делаются; установите libreoffice-writer-nogui",
            "LibreOffice is absent: papers come as DOCX, without PDF copies; install libreoffice-writer-nogui",
        ),
    )
