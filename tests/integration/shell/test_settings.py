"""Settings come from NASTAVNIK_* alone, and everything that does not fit is said in one sentence."""

import stat
from pathlib import Path

import pytest

from engine.refusals import BadInput
from nastavnik.settings import read_settings, shown


def fault(**environ: str) -> str:
    with pytest.raises(BadInput) as caught:
        read_settings(environ)
    return caught.value.field


def test_a_laptop_needs_no_setting() -> None:
    settings = read_settings({"HOME": "/home/anna"})
    assert settings.database.endswith("nastavnik.db")
    assert (settings.smtp_host, settings.port, settings.security) == ("localhost", 25, "none")


def test_another_server_gets_encryption_without_a_word() -> None:
    settings = read_settings({"HOME": "/h", "NASTAVNIK_SMTP_HOST": "mail.school.ru"})
    assert (settings.security, settings.port) == ("starttls", 587)


def test_every_setting_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("тайна\n", encoding="utf-8")
    settings = read_settings({"HOME": "/h", "NASTAVNIK_SMTP_PASSWORD_FILE": str(secret)})
    assert settings.smtp_password.get_secret_value() == "тайна"


def test_the_name_of_a_file_setting_may_itself_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "clock").write_text("2025-09-01T09:00:00+03:00", encoding="ascii")
    (tmp_path / "where").write_text(str(tmp_path / "clock"), encoding="utf-8")
    settings = read_settings({"HOME": "/h", "NASTAVNIK_CLOCK_FILE_FILE": str(tmp_path / "where")})
    assert settings.clock_file == tmp_path / "clock"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NASTAVNIK_SMTP_PORTT", "25"),
        ("NASTAVNIK_SMTP_PORT", "много"),
        ("NASTAVNIK_SMTP_PORT", "70000"),
        ("NASTAVNIK_SMTP_SECURITY", "ssl"),
        ("NASTAVNIK_SMTP_TIMEOUT_SCALE", "0"),
        ("NASTAVNIK_SMTP_CA_FILE", "/nowhere/ca.pem"),
        ("NASTAVNIK_MAIL_FROM", "a@b.ru, c@d.ru"),
        ("NASTAVNIK_BASE_URL", "школа"),
        ("NASTAVNIK_SMTP_PASSWORD_FILE", "/nowhere/password"),
    ],
)
def test_what_does_not_fit_names_its_variable(variable: str, value: str) -> None:
    assert fault(HOME="/h", **{variable: value}) == variable


def test_clear_text_goes_to_this_machine_only() -> None:
    environ = {"HOME": "/h", "NASTAVNIK_SMTP_HOST": "mail.school.ru", "NASTAVNIK_SMTP_SECURITY": "none"}
    assert fault(**environ) == "NASTAVNIK_SMTP_SECURITY"


def test_the_clock_is_not_turned_on_a_public_address(tmp_path: Path) -> None:
    clock = {"HOME": "/h", "NASTAVNIK_CLOCK_FILE": str(tmp_path / "clock")}
    assert fault(**clock, NASTAVNIK_BASE_URL="https://nastavnik.school.ru") == "NASTAVNIK_CLOCK_FILE"
    for local in ("http://localhost:8000", "http://127.0.0.1", "http://nastavnik.test", "http://192.168.1.5"):
        assert read_settings({**clock, "NASTAVNIK_BASE_URL": local}).clock_file


def test_a_value_and_its_file_together_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "host"
    file.write_text("localhost", encoding="ascii")
    environ = {"HOME": "/h", "NASTAVNIK_SMTP_HOST": "localhost", "NASTAVNIK_SMTP_HOST_FILE": str(file)}
    assert fault(**environ) == "NASTAVNIK_SMTP_HOST_FILE"


def test_a_refused_secret_is_not_quoted() -> None:
    with pytest.raises(BadInput) as caught:
        read_settings({"HOME": "/h", "NASTAVNIK_SMTP_PORT": "hunter2"})
    assert "hunter2" not in caught.value.words.ru + caught.value.words.en


def test_secrets_are_masked_where_settings_are_shown() -> None:
    environ = {
        "HOME": "/h",
        "NASTAVNIK_SECRET_KEY": "s3cret-key",
        "NASTAVNIK_SMTP_PASSWORD": "s3cret-password",
        "NASTAVNIK_DATABASE_URL": "postgresql://nastavnik:s3cret-db@db/nastavnik",
    }
    lines = {line.name: line for line in shown(read_settings(environ), environ)}
    assert "s3cret" not in "".join(line.value for line in lines.values())
    assert lines["NASTAVNIK_DATABASE_URL"].value == "postgresql://nastavnik:***@db/nastavnik"
    assert lines["NASTAVNIK_SECRET_KEY"].origin == "environment"
    assert lines["NASTAVNIK_SMTP_HOST"].origin == "default"


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    environ = {"NASTAVNIK_DATA_DIR": str(tmp_path / "data")}
    first, second = read_settings(environ).secret(), read_settings(environ).secret()
    assert first == second
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
