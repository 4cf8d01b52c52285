# SPDX-License-Identifier: MIT
"""Where the files of resources/ lie, in a checkout and once installed."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Give the path of a file or folder of resources/."""
    installed = _HERE / "resources"
    root = installed if installed.is_dir() else _HERE.parent / "resources"
    return root.joinpath(*parts)
