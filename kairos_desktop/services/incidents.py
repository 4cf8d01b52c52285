# SPDX-License-Identifier: MIT
"""What nobody foresaw, kept in `incidents.log` beside the settings of the post, for who mends it.

Lines of code, names of files and tables, and what error messages quote: no statement's values
(engine hides them), no key.
"""

from __future__ import annotations

import logging
import os
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
        handler = _PrivateFile(path, encoding="utf-8")
    except OSError:
        return
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)


class _PrivateFile(logging.FileHandler):
    """A file that no other account reads; a full disk says nothing on the terminal.

    When it is full, what it held goes to `….1`. Not by logging.handlers, which would load sockets
    and pickle before the window is painted.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record, in a new file where the present one is full."""
        try:
            if self.stream and self.stream.tell() >= MOST_BYTES:
                self.close()
                os.replace(self.baseFilename, f"{self.baseFilename}.1")
        except OSError:
            self.handleError(record)
        super().emit(record)

    def _open(self) -> Any:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return cast("IO[str]", os.fdopen(handle, "a", encoding="utf-8"))

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: the person has read a sentence already."""
