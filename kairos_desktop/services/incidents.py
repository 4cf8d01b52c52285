# SPDX-License-Identifier: MIT
"""What nobody foresaw, kept in `incidents.log` beside the settings of the post, for who mends it.

Lines of code, names of files and tables, and what error messages quote: no statement's values
(engine hides them), no key.
"""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from typing import IO, TYPE_CHECKING, Any, cast

from kairos_desktop.services import durable_files, post_settings

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 500_000

log = logging.getLogger("kairos_desktop.incidents")


def default_path() -> Path:
    """Where the incidents are kept unless told otherwise."""
    return post_settings.default_path().with_name("incidents.log")


def keep(path: Path) -> None:
    """Keeps warnings and worse in a file of its owner alone; does without where it cannot."""
    try:
        durable_files.make_private_folder(path.parent)
        handler = _PrivateFile(path, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


class _PrivateFile(RotatingFileHandler):
    """A file that no other account reads; a full disk says nothing on the terminal."""

    def _open(self) -> Any:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return cast("IO[str]", os.fdopen(handle, "a", encoding="utf-8"))

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the person has read a sentence already."""
