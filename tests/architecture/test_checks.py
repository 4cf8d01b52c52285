# SPDX-License-Identifier: MIT
"""Each wall falls when a fault is planted: a check that cannot fail watches nothing."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture import checks

HEAD = checks.SPDX + "\n"
ROOT = Path(__file__).resolve().parents[2]
LONG_FUNCTION = "def long():\n" + "    pass\n" * checks.LONGEST_FUNCTION
ACT = "kairos_desktop/services/acts/meetings.py"
PAGE = "kairos_desktop/views/people/page.py"

# check, file, the fault planted in it, what the fault is called
FAULTS = [
    (checks.empty_packages, "kairos_desktop/services/__init__.py", HEAD + "import os\n", ":2:"),
    (checks.licensed_files, "scripts/setup.py", "import os\n", "first line"),
    (checks.licensed_files, "tests/test_one.py", "", "first line"),
    (checks.named_for_a_subject, "kairos_desktop/services/date_utils.py", HEAD, "'utils'"),
    (checks.named_for_a_subject, "kairos_desktop/common/dates.py", HEAD, "'common'"),
    (checks.short_files, PAGE, "\n" * (checks.LONGEST_FILE + 1), "401 lines"),
    (
        checks.short_files,
        "kairos_desktop/views/shell/main_window.py",
        "class Window(QtWidgets.QMainWindow): ...\n" + "\n" * checks.LONGEST_WINDOW,
        "301 lines",
    ),
    (checks.short_functions, ACT, HEAD + LONG_FUNCTION, "long: 41 lines"),
    (checks.short_functions, ACT, HEAD + "async " + LONG_FUNCTION, "long: 41 lines"),
    (checks.pure_imports, ACT, HEAD + "from sqlalchemy import select\n", "sqlalchemy.select"),
    (checks.pure_imports, ACT, HEAD + "import random\n", "random"),
    (checks.pure_imports, ACT, "def now():\n    import time\n", "time"),
    (checks.pure_imports, ACT, "from kairos_desktop.models import tables\n", "models.tables"),
    (checks.pure_imports, ACT, "from kairos_desktop.models.tables import X\n", "tables.X"),
    (checks.no_clock_no_chance, ACT, "at = datetime.now()\n", "now()"),
    (checks.no_clock_no_chance, ACT, "from uuid import uuid4\nid = uuid4()\n", "uuid4()"),
    (checks.no_clock_no_chance, "kairos_desktop/models/rows.py", "date.today()\n", "today()"),
    (checks.no_nested_event_loop, "tests/test_one.py", "app.processEvents()\n", ":1:"),
    (checks.colours_by_role, PAGE, "RED = 'color: #C00;'\n", "#C00"),
    (checks.colours_by_role, "resources/qss/window.qss", "QWidget {\n color: #12ab34; }", ":2:"),
    (checks.plain_labels, PAGE, "title = QLabel(name)\n", "QLabel()"),
    (checks.explicit_joins, "kairos_desktop/models/tables.py", "x = orm.relationship('Y')\n", "()"),
    (checks.explicit_joins, "kairos_server/tables.py", "FK('x', ondelete='CASCADE')\n", "ondelete"),
]

# What stands in a house with no fault, and nothing more.
HOUSE = [
    "kairos_desktop/__init__.py",
    "kairos_desktop/models/__init__.py",
    "kairos_desktop/models/row.py",
    "kairos_desktop/models/rows.py",
    "kairos_desktop/models/tables.py",
    "kairos_desktop/models/account_rows.py",
    "kairos_desktop/models/training_rows.py",
    "kairos_desktop/models/sheet_rows.py",
    "kairos_desktop/models/quote_rows.py",
    "kairos_desktop/models/ids.py",
    "kairos_desktop/models/vocabulary.py",
    "kairos_desktop/services/__init__.py",
    "kairos_desktop/services/acts/__init__.py",
    "kairos_desktop/services/documents/__init__.py",
    "kairos_desktop/services/ledger.py",
    "kairos_desktop/services/rules/__init__.py",
    "kairos_desktop/services/vault.py",
    "kairos_desktop/views/__init__.py",
    "kairos_desktop/views/people/__init__.py",
    "kairos_desktop/views/training/__init__.py",
    "kairos_server/__init__.py",
    "kairos_server/feed.py",
]
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in LINTER["contracts"]}
# contract, file, the import that breaks it
BREACHES = [
    ("layers", "kairos_desktop/models/tables.py", "from kairos_desktop import services"),
    ("layers", "kairos_desktop/attic.py", "import json"),
    ("no-qt", "kairos_desktop/services/ledger.py", "def f():\n    import PySide6"),
    ("no-qt", "kairos_server/feed.py", "import shiboken6"),
    ("pure", "kairos_desktop/models/rows.py", "import sqlalchemy"),
    ("screens", "kairos_desktop/views/people/__init__.py", "import httpx"),
    ("screens", PAGE, "from kairos_desktop.models import tables"),
    ("subjects", PAGE, "from kairos_desktop.views import training"),
    ("paper", "kairos_desktop/services/documents/page.py", "import sqlcipher3"),
    ("server", "kairos_server/feed.py", "from kairos_desktop.services import vault"),
    ("server", "kairos_server/feed.py", "from kairos_desktop import views"),
    ("desktop", "kairos_desktop/services/ledger.py", "import kairos_server"),
]
ALLOWED = {
    PAGE: "from kairos_desktop.models import rows, vocabulary\n"
    "from kairos_desktop.services import vault",
    "kairos_server/feed.py": "from kairos_desktop.models import tables\n"
    "from kairos_desktop.services import ledger",
    "kairos_desktop/services/ledger.py": "import sqlalchemy\n"
    "from kairos_desktop.models import tables",
}


def plant(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(("check", "name", "text", "said"), FAULTS)
def test_a_planted_fault_is_named(
    tmp_path: Path, check: checks.Check, name: str, text: str, said: str
) -> None:
    faults = list(check(plant(tmp_path, {name: text})))
    assert len(faults) == 1
    assert faults[0].startswith(name)
    assert said in faults[0]


def test_every_check_has_a_planted_fault() -> None:
    assert {check for check, *_ in FAULTS} == set(checks.CHECKS)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_a_clean_house_is_let_be(tmp_path: Path, check: checks.Check) -> None:
    docstring = '    """Gives.\n' + "\n" * checks.LONGEST_FUNCTION + '    """\n'
    act = (
        "from datetime import time\nfrom uuid import uuid5\n\nimport msgspec\n\n"
        "from kairos_desktop.models import rows\n"
        "from kairos_desktop.models.rows import SlotRow\n"
        "from kairos_desktop.services.acts import meetings\n\n\n"
        f"def decide(now):\n{docstring}    return time.min, uuid5(now, 'x'), msgspec, rows\n"
    )
    window = "class Window(QtWidgets.QMainWindow): ...\n"
    files = {
        "kairos_desktop/__init__.py": HEAD + '__version__ = "1"\n',
        "kairos_desktop/models/rows.py": HEAD,
        "kairos_desktop/services/acts/meetings.py": HEAD + act,
        "kairos_desktop/views/shell/main_window.py": HEAD + window,
        "kairos_desktop/views/toolkit/theme.py": HEAD + "WHITE = '#ffffff'\n",
        "scripts/start.py": "#!/usr/bin/env python3\n" + HEAD,
    }
    assert list(check(plant(tmp_path, files))) == []


def broken_contracts(root: Path, files: Mapping[str, str]) -> str:
    """What lint-imports says of a house that has these files."""
    configured = {"pyproject.toml": (ROOT / "pyproject.toml").read_text("utf-8")}
    plant(root, {**dict.fromkeys(HOUSE, ""), **configured, **files})
    script = "from importlinter.cli import lint_imports as l; raise SystemExit(l(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == int(" BROKEN" in done.stdout), done.stdout + done.stderr
    lines = done.stdout.splitlines()
    return "\n".join(line for line in lines if line.endswith(" BROKEN"))


@pytest.mark.parametrize(("contract", "name", "line"), BREACHES)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, contract: str, name: str, line: str
) -> None:
    assert f"{CONTRACTS[contract]} BROKEN" in broken_contracts(tmp_path, {name: line + "\n"})


def test_every_contract_has_a_breach() -> None:
    assert {contract for contract, *_ in BREACHES} == set(CONTRACTS)


def test_allowed_imports_break_no_contract(tmp_path: Path) -> None:
    assert broken_contracts(tmp_path, ALLOWED) == ""
