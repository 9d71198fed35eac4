"""Keeps locale/ru in step with the code."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.autoreload import file_changed

from portal import translations

SOURCES = ("portal", "monitoring", "reserve", "programs", "templates")
CATALOG = Path("ru", "LC_MESSAGES", "django.po")


class Command(BaseCommand):
    """Collect, fill, check or compile the Russian texts."""

    help = "Collect, fill, check or compile the Russian texts."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the steps, which may be combined and run in this order."""
        parser.add_argument("--update", action="store_true", help="collect the strings")
        parser.add_argument("--fill", nargs="+", type=Path, default=[], metavar="JSON")
        parser.add_argument(
            "--force", action="store_true", help="fill over what is there"
        )
        parser.add_argument("--check", action="store_true", help="fail on any gap")
        parser.add_argument("--compile", action="store_true", help="write the .mo file")

    def handle(self, **options: object) -> None:
        """Take the steps that were asked for."""
        if options["update"]:
            self._update()
        for path in options["fill"] if isinstance(options["fill"], list) else []:
            self._fill(path, force=bool(options["force"]))
        if options["check"]:
            self._check()
        if options["compile"]:
            self._compile()

    def _update(self) -> None:
        merged = translations.merge(_collected(), translations.read(_po()))
        translations.write(merged, _po())
        self.stdout.write(f"{len(merged)} strings in {_po()}")

    def _fill(self, path: Path, *, force: bool) -> None:
        catalog = translations.read(_po())
        texts = json.loads(path.read_text(encoding="utf-8"))
        for name in translations.fill(catalog, texts, force=force):
            self.stderr.write(f"{path.name}: not in the code: {name}")
        translations.write(catalog, _po())

    def _check(self) -> None:
        lines = list(translations.problems(_collected(), translations.read(_po())))
        if lines:
            raise CommandError("\n".join(lines))
        self.stdout.write("Every string has its Russian text.")

    def _compile(self) -> None:
        source, target = _po(), _po().with_suffix(".mo")
        if not source.exists():
            return
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            translations.compile_to(translations.read(source), target)
            # What this process has read before the file was there is read again.
            file_changed.send(sender=type(self), file_path=target)


def _po() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / CATALOG


def _collected() -> Catalog:
    return translations.collect(_sources(Path(settings.BASE_DIR)))


def _sources(base: Path) -> Iterator[Path]:
    suffixes = translations.TEMPLATE_SUFFIXES | {".py"}
    for folder in SOURCES:
        for path in (base / folder).rglob("*"):
            if path.suffix in suffixes and "migrations" not in path.parts:
                yield path
