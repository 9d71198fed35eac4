"""The launcher's command line, as the Makefile calls it."""

import os
import re
import socket
import subprocess
import sys

import pytest

from launch import environment, lint, testing
from launch.__main__ import USAGE
from launch.install import NEEDS
from launch.place import Place
from launch.processes import PROJECT
from launch.terminal import Trouble

VARIABLE = re.compile(r"""(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)\"""")
FOREIGN = {"PATH", "DJANGO_SETTINGS_MODULE"}


def test_taken_port_is_refused_before_anything_starts(here: Place, start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = start("-m", "launch", "run", PORT=str(port))
        said, _ = run.communicate(timeout=30)

    assert run.returncode == 1
    assert f"Port {port} cannot be used" in said
    assert not here.root.exists()


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_odd_port_is_refused(port: str, monkeypatch) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(Trouble, match=re.escape(port)):
        environment.port()


def test_manage_uses_the_running_services(
    here: Place, holder: subprocess.Popen[str], start
) -> None:
    code = "from django.conf import settings; print('at', settings.REDIS_URL)"

    manage = start("-m", "launch", "manage", "shell", "-v0", "-c", code)
    said, _ = manage.communicate(timeout=60)

    assert manage.returncode == 0
    assert f"at {here.published()['REDIS_URL']}" in said
    assert holder.poll() is None


def test_manage_starts_services_for_its_command(here: Place, start) -> None:
    code = (
        "from django.db import connection as c; c.ensure_connection(); print('there')"
    )

    manage = start("-m", "launch", "manage", "shell", "-v0", "-c", code)
    said, _ = manage.communicate(timeout=60)

    assert (manage.returncode, "there" in said) == (0, True)
    with here.locked():
        pass


def test_manage_returns_the_commands_exit_code(
    holder: subprocess.Popen[str], start
) -> None:
    manage = start("-m", "launch", "manage", "no_such_command")

    manage.communicate(timeout=60)

    assert manage.returncode == 1


def test_unknown_command_is_answered_with_the_usage(start) -> None:
    launch = start("-m", "launch", "fly")

    said, _ = launch.communicate(timeout=30)

    assert (launch.returncode, said.strip()) == (2, USAGE)


def test_tests_never_get_the_demos_data(here: Place, monkeypatch) -> None:
    monkeypatch.setenv("DATA_DIR", "/elsewhere")
    monkeypatch.setenv("SECRET_KEY", "from the demo")
    here.make()

    env = environment.for_tests(here, {"REDIS_URL": "unix:///v.sock"})

    assert env["DATA_DIR"] == str(here.root)
    assert env["SECRET_KEY"] != "from the demo"
    assert env["REDIS_URL"] == "unix:///v.sock"


def test_portal_takes_what_the_environment_says(here: Place, monkeypatch) -> None:
    monkeypatch.setenv("DEMO_PASSWORD", "another one")
    monkeypatch.setenv("PORT", "8123")
    here.make()

    env = environment.for_portal(here, {"DATABASE_URL": "postgresql:///portal"})

    assert env["DEMO_PASSWORD"] == "another one"
    assert env["SITE_URL"] == "http://127.0.0.1:8123"
    assert env["DATA_DIR"] == str(here.root)


@pytest.mark.parametrize(
    ("codes", "verdict"),
    [
        ({"tests": 0, "browser tests": 0}, 0),
        ({"tests": 0, "browser tests": 5}, 0),
        ({"tests": 5, "browser tests": 5}, 5),
        ({"tests": 1, "browser tests": 0}, 1),
        ({"tests": 0, "browser tests": 2}, 1),
    ],
)
def test_verdict_of_the_parts_of_a_test_run(
    codes: dict[str, int], verdict: int
) -> None:
    assert testing._verdict(codes) == verdict


def test_failed_check_fails_lint_after_all_have_run(monkeypatch, capsys) -> None:
    checks = {
        "good": ["-c", ""],
        "bad": ["-c", "raise SystemExit('why')"],
        "last": ["-c", ""],
    }
    monkeypatch.setattr(lint, "CHECKS", checks)

    assert lint.lint() == 1

    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines() if " s" in line] == [
        "ok",
        "FAILED",
        "ok",
    ]
    assert "why" in said


def test_every_variable_is_in_the_example() -> None:
    sources = [
        *(PROJECT / "portal" / "config").glob("*.py"),
        *(PROJECT / "launch").glob("*.py"),
    ]
    read = {name for path in sources for name in VARIABLE.findall(path.read_text())}

    explained = set(
        re.findall(r"^#? ?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.M)
    )

    assert read - FOREIGN <= explained


def test_every_package_is_pinned() -> None:
    for name in NEEDS["dev"]:
        for line in (PROJECT / name).read_text().splitlines():
            words = line.split("#")[0].strip()
            assert not words or words.startswith("-r ") or "==" in words, line


def test_launcher_starts_without_packages_but_for_its_own_environment() -> None:
    code = "import sys; sys.path[:0] = ['.']; import launch.install, launch.probe"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=PROJECT,
        check=False,
        env=os.environ,
    )

    assert done.returncode == 0
