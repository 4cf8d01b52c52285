# SPDX-License-Identifier: MIT
"""The walls of the house, as functions of a tree: each gives its faults, one line each.

They read files only, so that test_checks.py can plant faults in a tree of its own.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

PRODUCT = ("kairos_desktop", "kairos_server", "scripts", "benchmarks")
SOURCES = (*PRODUCT, "tests", ".")
PURE = (
    "kairos_desktop/models/ids.py",
    "kairos_desktop/models/vocabulary.py",
    "kairos_desktop/models/row.py",
    "kairos_desktop/models/rows.py",
    "kairos_desktop/models/account_rows.py",
    "kairos_desktop/models/training_rows.py",
    "kairos_desktop/models/sheet_rows.py",
    "kairos_desktop/models/quote_rows.py",
    "kairos_desktop/services/rules/**/*.py",
    "kairos_desktop/services/acts/**/*.py",
)
# Python modules through which a clock, chance, the network or a disk would enter a rule.
IMPURE = frozenset(
    "asyncio http os pathlib random secrets shutil socket sqlite3 ssl subprocess tempfile"
    " threading time urllib".split()
)
CLOCKS_AND_CHANCE = frozenset(
    "getrandbits now today token_bytes urandom utcnow uuid1 uuid4 uuid6 uuid7".split()
)
NOBODYS_NAMES = frozenset("common helper helpers manager misc util utils".split())
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
# The theme turns tokens into colours; nothing else names one.
THEME = ("kairos_desktop/views/toolkit/theme.py", "kairos_desktop/views/toolkit/tokens.py")
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_WINDOW = 400, 40, 300
SPDX = "# SPDX-License-Identifier: MIT"

Check = Callable[[Path], Iterator[str]]


def python_files(root: Path, folders: tuple[str, ...] = SOURCES) -> list[Path]:
    """Every .py under these folders, in order; "." is the root without what lies under it."""
    found = ((root / folder).glob("*.py" if folder == "." else "**/*.py") for folder in folders)
    return sorted(path for paths in found for path in paths)


def pure_files(root: Path) -> list[Path]:
    """The files that decide: rules, acts, ids, vocabulary, rows."""
    return sorted(path for pattern in PURE for path in root.glob(pattern))


def dotted(root: Path, path: Path) -> str:
    """The import name of a file."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def empty_packages(root: Path) -> Iterator[str]:
    """An `__init__.py` holds nothing but the version: importing a rule must not run a package."""
    for path in python_files(root):
        if path.name != "__init__.py":
            continue
        for statement in _tree(path).body:
            if not _is_version(statement):
                yield f"{_at(root, path, statement)}: an __init__.py stays empty"


def licensed_files(root: Path) -> Iterator[str]:
    """Every file says its licence on its first line (its second, under a #! line)."""
    for path in python_files(root):
        lines = path.read_text("utf-8").splitlines()[:2]
        first = lines[1:] if lines and lines[0].startswith("#!") else lines[:1]
        if first != [SPDX]:
            yield f"{path.relative_to(root)}: its first line is not {SPDX!r}"


def named_for_a_subject(root: Path) -> Iterator[str]:
    """No attic: a module is named for what it is about."""
    for path in python_files(root):
        relative = path.relative_to(root).with_suffix("")
        words = {word for part in relative.parts for word in part.lower().split("_")}
        for name in sorted(words & NOBODYS_NAMES):
            yield f"{path.relative_to(root)}: {name!r} names no subject"


def short_files(root: Path) -> Iterator[str]:
    """A file is read in one go, the main window sooner still."""
    for path in python_files(root):
        count = len(path.read_text("utf-8").splitlines())
        limit = LONGEST_WINDOW if _has_main_window(_tree(path)) else LONGEST_FILE
        if count > limit:
            yield f"{path.relative_to(root)}: {count} lines, more than {limit}"


def short_functions(root: Path) -> Iterator[str]:
    """A function fits on a screen, its docstring apart. A migration is a record, not reading."""
    for path in python_files(root, PRODUCT):
        if path.match("*/migrations/versions/*"):
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                count = _length(node)
                if count > LONGEST_FUNCTION:
                    name = f"{_at(root, path, node)} {node.name}"
                    yield f"{name}: {count} lines, more than {LONGEST_FUNCTION}"


def pure_imports(root: Path) -> Iterator[str]:
    """What decides imports Python, msgspec, and what decides: so nothing else, however far."""
    pure = {dotted(root, path) for path in pure_files(root)}
    for path in pure_files(root):
        for node, name in _imports(_tree(path)):
            top = name.partition(".")[0]
            plain = top == "msgspec" or (top in sys.stdlib_module_names and top not in IMPURE)
            if not (plain or name in pure or name.rpartition(".")[0] in pure):
                yield f"{_at(root, path, node)}: imports {name}"


def no_clock_no_chance(root: Path) -> Iterator[str]:
    """Ids and times come in the act: a rule asks neither the hour nor the dice."""
    for path in pure_files(root):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and _called(node) in CLOCKS_AND_CHANCE:
                yield f"{_at(root, path, node)}: calls {_called(node)}()"


def no_nested_event_loop(root: Path) -> Iterator[str]:
    """`processEvents` runs the window inside itself: tests included, wait for a signal."""
    for path in python_files(root):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Attribute) and node.attr == "processEvents":
                yield f"{_at(root, path, node)}: processEvents"


def colours_by_role(root: Path) -> Iterator[str]:
    """A colour has a name in the theme, so that light and dark stay true together."""
    for path in python_files(root, ("kairos_desktop/views",)):
        if path.relative_to(root).as_posix() in THEME:
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for colour in COLOUR.findall(node.value):
                    yield f"{_at(root, path, node)}: {colour}"
    for path in sorted((root / "resources").rglob("*.qss")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for colour in COLOUR.findall(line):
                yield f"{path.relative_to(root)}:{number}: {colour}"


def plain_labels(root: Path) -> Iterator[str]:
    """A name that looks like markup is shown as it is: labels are toolkit's `Label`."""
    for path in python_files(root, ("kairos_desktop/views", "kairos_desktop/assembly")):
        if path.name == "label.py":
            continue
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and _called(node) == "QLabel":
                yield f"{_at(root, path, node)}: QLabel()"


def explicit_joins(root: Path) -> Iterator[str]:
    """No `relationship()`, no ON DELETE: on composite keys they blank or warn."""
    for path in python_files(root, ("kairos_desktop", "kairos_server")):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call):
                if _called(node) == "relationship":
                    yield f"{_at(root, path, node)}: relationship()"
                for keyword in node.keywords:
                    if keyword.arg == "ondelete":
                        yield f"{_at(root, path, node)}: ondelete="


CHECKS: tuple[Check, ...] = (
    empty_packages,
    licensed_files,
    named_for_a_subject,
    short_files,
    short_functions,
    pure_imports,
    no_clock_no_chance,
    no_nested_event_loop,
    colours_by_role,
    plain_labels,
    explicit_joins,
)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def _at(root: Path, path: Path, node: ast.stmt | ast.expr) -> str:
    return f"{path.relative_to(root)}:{node.lineno}"


def _is_version(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Constant)
        and [ast.unparse(target) for target in statement.targets] == ["__version__"]
    )


def _has_main_window(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith("QMainWindow") for base in node.bases)
        for node in ast.walk(tree)
    )


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    explained = _lines(function.body[0]) if ast.get_docstring(function) is not None else 0
    return _lines(function) - explained


def _lines(node: ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _imports(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # `from package import module` names a module, `from module import thing` a thing.
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def _called(node: ast.Call) -> str:
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
