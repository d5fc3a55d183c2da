"""Django without a project: configured once for the whole run, databases are added as contenders come."""

from typing import Any

import django
from django.conf import settings
from django.db import connections


def lay() -> None:
    """May be called again and again."""
    if settings.configured:
        return
    settings.configure(
        DATABASES={},
        INSTALLED_APPS=[],
        USE_TZ=True,
        TIME_ZONE="UTC",
        DEFAULT_FROM_EMAIL="nastavnik@school.test",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [], "APP_DIRS": False}],
    )
    django.setup()


def add_database(alias: str, description: dict[str, Any]) -> None:
    """Make `alias` usable in `.using(alias)`; Django fills the rest of the description with its defaults."""
    known = dict(connections.settings) | {alias: description}
    connections._settings = connections.configure_settings(known)  # no public way after configure()
    connections.settings = connections._settings  # the cached value of the same
