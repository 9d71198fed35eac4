"""Makes the static files that come out of packages."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from portal import webfonts


class Command(BaseCommand):
    """Write the web fonts into static/built, once."""

    help = "Write the web fonts into static/built, unless they are there."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        """Build what is missing and name it."""
        target = Path(settings.BASE_DIR) / "static" / "built" / "fonts"
        for path in webfonts.build(target):
            self.stdout.write(f"Built {path.name}, {path.stat().st_size // 1024} KiB")
