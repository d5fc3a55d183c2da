"""The installation that the demonstration plays and then lives in: a folder, a local mail server, a turned clock."""

from pathlib import Path

from nastavnik.demo.folder import CLOCK, DATABASE
from nastavnik.settings import Settings, read_settings

SENDER = "nastavnik@rechnoy.example"


def settings_of(folder: Path, *, base_url: str, mail_port: int) -> Settings:
    """The settings as whoever runs this installation would give them."""
    return read_settings(
        {
            "NASTAVNIK_DATA_DIR": str(folder),
            "NASTAVNIK_DATABASE_URL": f"sqlite:///{folder / DATABASE}",
            "NASTAVNIK_BASE_URL": base_url,
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(mail_port),
            "NASTAVNIK_MAIL_FROM": SENDER,
            "NASTAVNIK_CLOCK_FILE": str(folder / CLOCK),
        }
    )
