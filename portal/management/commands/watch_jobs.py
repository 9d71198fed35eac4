"""Tells the administrators of jobs that wait; needs no worker, so runs beside beat."""

from django.core.management.base import BaseCommand

from portal import queue_watch


class Command(BaseCommand):
    """Look whether jobs wait with nobody at work."""

    help = "Tell the administrators, once a day, of jobs that nobody works on."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        """Print how many jobs wait."""
        self.stdout.write(f"{queue_watch.alert()} jobs wait with nobody at work.")
