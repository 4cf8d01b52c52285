# SPDX-License-Identifier: MIT
"""The walls of the house hold today. tests/architecture/test_checks.py shows that each can fall."""

import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.architecture import checks

ROOT = Path(__file__).resolve().parent.parent
PURE = [checks.dotted(ROOT, path) for path in checks.pure_files(ROOT)]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
HEAVY = PYPROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]
STORE = ["alembic", "sqlalchemy", "sqlcipher3"]
QT = ["PySide6", "shiboken6"]


def modules(*folders: str) -> list[str]:
    """The import names of all modules of these folders."""
    return [checks.dotted(ROOT, path) for path in checks.python_files(ROOT, folders)]


def loaded_by(*names: str) -> set[str]:
    """The top packages that a fresh interpreter holds once it has imported these modules."""
    show = "print(*{name.split('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", f"import sys, {', '.join(names)}; {show}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_wall(check: checks.Check) -> None:
    faults = list(check(ROOT))
    assert not faults, f"{check.__doc__}\n" + "\n".join(faults)


def test_import_contracts() -> None:
    # In a process of its own: the linter's logging would silence every logger of this one.
    script = "from importlinter.cli import lint_imports as l; raise SystemExit(l(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_is_something_to_watch() -> None:
    assert {"kairos_desktop.models.vocabulary", "kairos_desktop.models.rows"} < set(PURE)
    assert any(name.startswith("kairos_desktop.services.rules.") for name in PURE)
    assert any(name.startswith("kairos_desktop.services.acts.") for name in PURE)


@pytest.mark.parametrize("module", PURE)
def test_what_decides_loads_nothing_heavy(module: str) -> None:
    assert not loaded_by(module) & {*HEAVY, *STORE, *QT}


def test_no_qt_below_the_views() -> None:
    below = modules("kairos_desktop/models", "kairos_desktop/services", "kairos_server")
    assert not loaded_by(*below) & set(QT)


def test_a_dossier_is_drawn_in_a_process_that_loads_no_database() -> None:
    assert not loaded_by("kairos_desktop.services.evidence_drawing") & {*STORE}


def test_the_window_opens_before_the_heavy_modules_load() -> None:
    first = modules("kairos_desktop/views/shell", "kairos_desktop/views/toolkit")
    if (ROOT / "kairos_desktop/bootstrap.py").exists():
        first += ["kairos_desktop.bootstrap", "kairos_desktop.__main__"]
    assert not loaded_by(*first) & {*HEAVY, *STORE}


def test_no_two_subjects_claim_a_page() -> None:
    from kairos_desktop.assembly.furnishing import SUBJECTS

    claimed = [
        key
        for subject in SUBJECTS
        for key in import_module(f"kairos_desktop.views.{subject}.pages").PAGES
    ]
    assert sorted(claimed) == sorted(set(claimed))
