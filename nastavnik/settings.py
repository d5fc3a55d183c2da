"""Every setting of the program: environment variables `NASTAVNIK_*`, each also as `NASTAVNIK_*_FILE`."""

import ipaddress
import os
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from engine.refusals import BadInput
from nastavnik.clock import Clock
from notifications.addresses import plain_address

PREFIX = "NASTAVNIK_"
Security = Literal["starttls", "tls", "none"]
Origin = Literal["default", "environment", "file"]

_PORTS: Mapping[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_BIGGEST_FILE = 64 * 1024  # a secret or an address, never more


class Settings(BaseSettings):
    """The settings of one run. Made by `read_settings`; a value that is not given has the default of a laptop:
    an SQLite file in the data folder, mail to this machine's own server.

    `database_url` and `smtp_port` are empty until asked: see `database` and `port`.
    `smtp_timeout_scale` multiplies every waiting time of the mail protocol (1.0; smaller in tests).
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    database_url: SecretStr | None = None
    data_dir: Path
    base_url: str = "http://localhost:8000"
    secret_key: SecretStr | None = None
    smtp_host: str = "localhost"
    smtp_port: int | None = None
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Security | None = None
    smtp_ca_file: Path | None = None
    smtp_timeout_scale: float = 1.0
    mail_from: str = "nastavnik@localhost"
    clock_file: Path | None = None
    statistics_form: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `read_settings` found: it takes the environment as an argument, knows `*_FILE` and refuses
        unknown names, which the library's own sources do not."""
        return (init_settings,)

    @model_validator(mode="after")
    def _make_sense(self) -> Self:
        _check_mail(self)
        _check_addresses(self)
        return self

    @property
    def database(self) -> str:
        """Where the data are; without `NASTAVNIK_DATABASE_URL` a file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'nastavnik.db'}"

    @property
    def security(self) -> Security:
        """`none` only to this machine; without a word to anybody else it is `starttls`."""
        return self.smtp_security or ("none" if _is_loopback(self.smtp_host) else "starttls")

    @property
    def port(self) -> int:
        return self.smtp_port or _PORTS[self.security]

    @property
    def clock(self) -> Clock:
        return Clock(self.clock_file)

    def secret(self) -> str:
        """The key that signs links. Made once and kept in the data folder (readable by the owner alone) when
        `NASTAVNIK_SECRET_KEY` is not set."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value()
        return _kept_secret(self.data_dir / "secret_key")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of `nastavnik settings`. `value` of a secret is `***`, or empty when there is none."""

    name: str
    value: str
    origin: Origin


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`. An empty value counts as not given.

    Raises BadInput for an unknown `NASTAVNIK_*` name, a value that does not fit, a `*_FILE` that cannot be read,
    `NASTAVNIK_X` together with `NASTAVNIK_X_FILE`, clear-text mail to another machine, a turned clock on a
    public address.
    """
    given: dict[str, Any] = {name: value for name, (value, _) in _given(environ).items()}
    given.setdefault("data_dir", _platform_folder(environ))
    try:
        return Settings(**given)
    except ValidationError as error:
        raise _told(error) from None


def shown(settings: Settings, environ: Mapping[str, str]) -> list[Shown]:
    """Every setting with the value in force, in the order of the manual."""
    given = _given(environ)
    in_force = settings.model_dump() | {
        "database_url": _without_password(settings.database),
        "smtp_security": settings.security,
        "smtp_port": settings.port,
    }
    lines: list[Shown] = []
    for name in Settings.model_fields:
        value = in_force[name]
        if isinstance(value, SecretStr):
            value = "***" if value.get_secret_value() else ""
        origin: Origin = given[name][1] if name in given else "default"
        lines.append(Shown(PREFIX + name.upper(), "" if value is None else str(value), origin))
    return lines


def is_local(url: str) -> bool:
    """Whether an address can only be opened from this machine or a private network."""
    host = urlsplit(url).hostname or ""
    if "." not in host or host.endswith((".localhost", ".test")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _given(environ: Mapping[str, str]) -> dict[str, tuple[str, Origin]]:
    """Field name -> text and where it came from. Raises BadInput for a name that is no setting."""
    known = {PREFIX + name.upper(): name for name in Settings.model_fields}
    found: dict[str, tuple[str, Origin]] = {}
    for variable in sorted(name for name in environ if name.startswith(PREFIX)):
        text = environ[variable]
        if variable in known:
            name, origin = known[variable], "environment"
        elif variable.removesuffix("_FILE") in known:
            name, origin = known[variable.removesuffix("_FILE")], "file"
        else:
            raise BadInput(
                variable,
                f"{variable}: такой настройки нет, проверьте имя (список: nastavnik settings)",
                f"{variable}: there is no such setting, check the name (list: nastavnik settings)",
            )
        if not text:
            continue
        if name in found:
            raise BadInput(
                variable,
                f"{variable}: задано и значение, и файл; оставьте одно из двух",
                f"{variable}: both the value and its file are given; keep one of them",
            )
        found[name] = (_file_text(variable, text), "file") if origin == "file" else (text, "environment")
    return found


def _file_text(variable: str, path: str) -> str:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(_BIGGEST_FILE).strip()
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            variable,
            f"{variable}: файл {path} не читается, проверьте путь и права",
            f"{variable}: the file {path} cannot be read, check its path and rights",
        ) from None


def _check_mail(settings: Settings) -> None:
    if settings.security == "none" and not _is_loopback(settings.smtp_host):
        raise BadInput(
            "NASTAVNIK_SMTP_SECURITY",
            "NASTAVNIK_SMTP_SECURITY: без шифрования можно только к своей машине; задайте starttls или tls",
            "NASTAVNIK_SMTP_SECURITY: clear text is allowed to this machine only; set starttls or tls",
        )
    if settings.smtp_port is not None and not 0 < settings.smtp_port < 65536:
        raise _out_of_range("NASTAVNIK_SMTP_PORT", "1…65535")
    if not 0 < settings.smtp_timeout_scale <= 100:
        raise _out_of_range("NASTAVNIK_SMTP_TIMEOUT_SCALE", "0.001…100")
    if settings.smtp_ca_file is not None and not settings.smtp_ca_file.is_file():
        raise BadInput(
            "NASTAVNIK_SMTP_CA_FILE",
            f"NASTAVNIK_SMTP_CA_FILE: нет файла {settings.smtp_ca_file}",
            f"NASTAVNIK_SMTP_CA_FILE: there is no file {settings.smtp_ca_file}",
        )
    plain_address(settings.mail_from, "NASTAVNIK_MAIL_FROM")


def _check_addresses(settings: Settings) -> None:
    parts = urlsplit(settings.base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(
            "NASTAVNIK_BASE_URL",
            "NASTAVNIK_BASE_URL: нужен адрес вида https://nastavnik.school.ru",
            "NASTAVNIK_BASE_URL: an address like https://nastavnik.school.org is needed",
        )
    if settings.clock_file is not None and not is_local(settings.base_url):
        raise BadInput(
            "NASTAVNIK_CLOCK_FILE",
            "NASTAVNIK_CLOCK_FILE: часы переводят только для проверок, а NASTAVNIK_BASE_URL общедоступен; уберите одно",
            "NASTAVNIK_CLOCK_FILE: the clock is turned for tests only, but NASTAVNIK_BASE_URL is public; drop one",
        )


def _out_of_range(name: str, span: str) -> BadInput:
    return BadInput(name, f"{name}: нужно число {span}", f"{name}: a number {span} is needed")


def _told(error: ValidationError) -> BadInput:
    """The first fault in one sentence; the library's own text would repeat the value, which may be a secret."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = PREFIX + str(first["loc"][0]).upper()
    match first["type"]:
        case "literal_error":
            allowed = ", ".join(_PORTS)
            return BadInput(name, f"{name}: одно из: {allowed}", f"{name}: one of: {allowed}")
        case "int_parsing" | "int_from_float":
            return BadInput(name, f"{name}: нужно целое число", f"{name}: a whole number is needed")
        case "float_parsing":
            return BadInput(name, f"{name}: нужно число", f"{name}: a number is needed")
        case _:
            return BadInput(name, f"{name}: значение не подходит", f"{name}: the value does not fit")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _platform_folder(environ: Mapping[str, str]) -> Path:
    """Where this system keeps the data of programs."""
    home = Path(environ.get("HOME") or Path.home())
    match sys.platform:
        case "win32":
            return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "nastavnik"
        case "darwin":
            return home / "Library" / "Application Support" / "nastavnik"
        case _:
            return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "nastavnik"


def _kept_secret(file: Path) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
    try:
        os.link(fresh, file)  # never replaces: of two processes that start together the first one's key stays
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return file.read_text(encoding="ascii").strip()


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    shown = url if parts.password is None else url.replace(f":{parts.password}@", ":***@", 1)
    return re.sub(r"(?i)([?&][^=&]*pass[^=&]*=)[^&]*", r"\1***", shown)
