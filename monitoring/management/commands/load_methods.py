"""Loads the methodologies, the catalog and the rules that come with the portal."""

from django.core.management.base import BaseCommand
from django.db import transaction

from monitoring import methods_files
from monitoring.services import methods
from portal.accounts import robot
from portal.models import User

TIME_ZONES = {
    "Хабаровский край": "Asia/Vladivostok",
    "Свердловская область": "Asia/Yekaterinburg",
    "Томская область": "Asia/Tomsk",
}


class Command(BaseCommand):
    """Load what is not there yet; a second run changes nothing."""

    help = "Load the methodologies of the documents, the catalog and the rules."

    @transaction.atomic
    def handle(self, **_options: object) -> None:
        """Load the catalog, then each method with its rules."""
        by = robot()
        texts = methods.load_catalog(methods_files.catalog())
        self.stdout.write(f"Recommendations added: {texts}")
        for code in methods_files.method_codes():
            self._load(code, by)

    def _load(self, code: str, by: User) -> None:
        data = methods_files.method(code)
        owner = methods.territory(
            data.territory, TIME_ZONES.get(data.territory["region"] or "", "")
        )
        method = methods.load_method(data, owner=owner, by=by)
        rules = methods.load_rules(
            methods_files.rules(code),
            methodology=method,
            catalog=methods_files.catalog(),
            by=by,
        )
        self.stdout.write(
            f"{code}: {method.get_status_display()}, rules added: {rules}"
        )
