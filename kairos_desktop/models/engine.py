# SPDX-License-Identifier: MIT
"""Opens encrypted database files: one connection that writes, two that read.

The settings and their measures come from reference R-D1 to R-D6: WAL with synchronous=FULL lost
nothing in the simulated power cuts, provided that the file is made under EXTRA.
SQLAlchemy and SQLCipher are loaded by the functions, after the window's first paint.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from kairos_desktop.models import failures

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine import ExceptionContext

APPLICATION_ID = 0x4B414952
"""Four letters in the file's header, « KAIR », so that tools can name the file."""

KEY_BYTES = 32

_PAGE_ONE = b"SQLite format 3\0"
_LEAST_ROOM = 65_536
"""Bytes that a journal's index and its first pages take."""
_SETTINGS = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = FULL;
PRAGMA busy_timeout = 10000;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA mmap_size = 0;
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA wal_autocheckpoint = 1000;
"""
# On macOS a plain fsync leaves the data in the drive's cache.
_SETTINGS_MACOS = "PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;"

# Primary result codes of SQLite; a missing file shows as 14.
_EXPLAINED: dict[int, type[failures.FileFailure]] = {
    5: failures.FileBusy,
    6: failures.FileBusy,
    8: failures.ReadOnlyProfile,
    10: failures.DiskFailing,
    11: failures.DamagedFile,
    13: failures.DiskFull,
    14: failures.ReadOnlyProfile,
    26: failures.DamagedFile,
}

# The backup function of sqlcipher3 gives SQLite's words without the code.
_WORDS = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
}


class DatabaseKey(bytes):
    """The 32 bytes that open a file, never shown by repr, str or a traceback."""

    def __new__(cls, raw: bytes) -> DatabaseKey:
        """The key; ValueError for any other length, without quoting it."""
        if len(raw) != KEY_BYTES:
            raise ValueError("a database key has 32 bytes")
        return super().__new__(cls, raw)

    def __repr__(self) -> str:
        """A word instead of the bytes."""
        return "<database key>"

    __str__ = __repr__


class RawConnection(Protocol):
    """What this program uses of a sqlcipher3 connection, which comes without types."""

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Any:
        """A cursor on the statement's rows."""
        ...

    def executescript(self, sql: str, /) -> Any:
        """Runs several statements."""
        ...

    def backup(self, target: Any, /) -> None:
        """Copies the whole database into another connection."""
        ...

    def set_key(self, passphrase: str, /) -> None:
        """Gives the key; nothing is read yet."""
        ...

    def close(self) -> None:
        """Closes the file."""
        ...


@dataclass(frozen=True)
class Engines:
    """Both ways into one file."""

    write: Engine
    """One connection; each transaction begins with BEGIN IMMEDIATE."""
    read: Engine
    """Two connections that cannot write; each transaction reads one snapshot."""

    def dispose(self) -> None:
        """Closes every connection; the last one folds the journal into the file."""
        self.read.dispose()
        self.write.dispose()


def create_file(path: Path, key: DatabaseKey, application_id: int = APPLICATION_ID) -> None:
    """Makes an empty encrypted file, readable by its owner only, in WAL mode.

    FileExistsError if there is one. Under EXTRA: the switch to WAL unlinks a journal, and an unlink
    that did not reach the disk rolled everything back (reference 0.2).
    """
    with explained(path):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        connection = _connect(path, key)
        try:
            connection.executescript(
                f"PRAGMA synchronous = EXTRA; PRAGMA application_id = {application_id:d};"
                "PRAGMA journal_mode = WAL;"
            )
        finally:
            connection.close()


def connect_raw(path: Path, key: DatabaseKey, *, query_only: bool = False) -> RawConnection:
    """A bare connection for child processes and backups; autocommit until BEGIN, any thread.

    Refuses a missing file, one in clear, one that this key does not read, and a library that is
    known to lose data.
    """
    with explained(path):
        _refuse_foreign(path)
        connection = _connect(path, key)
        if query_only:
            connection.execute("PRAGMA query_only = ON")
            # 16 MB: the index of 50,000 names and the pages of a list stay at hand.
            connection.execute("PRAGMA cache_size = -16000")
    return connection


def _connect(path: Path, key: DatabaseKey) -> RawConnection:
    """A connection with its key and its settings, on a file that is there, empty or not."""
    connection = cast(
        "RawConnection",
        _dbapi().connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        ),
    )
    try:
        # Otherwise the library prints what it cannot decipher on stderr.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.set_key(f"x'{key.hex()}'")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.executescript(_SETTINGS)
        if sys.platform == "darwin":
            connection.executescript(_SETTINGS_MACOS)
    except BaseException:
        connection.close()
        raise
    return connection


def open_engines(
    path: Path, key: DatabaseKey, on_disk_full: Callable[[], object] | None = None
) -> Engines:
    """Both engines of a file, the write connection open and checked.

    Refuses as `connect_raw` does. Later failures of SQLite reach the caller as the types of
    models.failures; after a full or failing disk the connection is thrown away, never used again,
    and `on_disk_full` is called so that the profile gives its reserve back.
    """

    def writing() -> RawConnection:
        connection = connect_raw(path, key)
        # A restored or copied file may have lost the mode; in WAL already, this costs nothing.
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        return connection

    def reading() -> RawConnection:
        return connect_raw(path, key, query_only=True)

    def explain(context: ExceptionContext) -> None:
        failure = explanation(path, context.original_exception)
        if failure is None:
            return
        if isinstance(failure, failures.DiskFull | failures.DiskFailing):
            context.is_disconnect = True
            if on_disk_full and isinstance(failure, failures.DiskFull):
                on_disk_full()
        raise failure from context.original_exception

    write = _engine(writing, 1, "BEGIN IMMEDIATE", explain)
    read = _engine(reading, 2, "BEGIN", explain)
    with write.connect():
        pass
    return Engines(write, read)


def explanation(path: Path, error: BaseException) -> failures.StorageFailure | None:
    """What an error of SQLite or of the system means for the person; None for a fault of ours."""
    if isinstance(error, failures.StorageFailure):
        return error
    if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return failures.MissingFile(path)
    if isinstance(error, OSError):
        return _system_explanation(path, error)
    code = cast("int | None", getattr(error, "sqlite_errorcode", None)) or _WORDS.get(str(error), 0)
    kind = _EXPLAINED.get(code & 0xFF)
    if kind is failures.DiskFailing and _is_full(path):
        kind = failures.DiskFull
    return None if kind is None else kind(path)


def _is_full(path: Path) -> bool:
    """Whether no room is left: the journal's index then fails as a bad disk would (R-M5)."""
    import shutil

    try:
        return shutil.disk_usage(path.parent).free < _LEAST_ROOM
    except OSError:
        return False


@contextmanager
def explained(path: Path) -> Generator[None]:
    """Turns the errors of SQLite and of the system into failures that name the file."""
    try:
        yield
    except FileExistsError:
        raise
    except Exception as error:
        failure = explanation(path, error)
        if failure is None or failure is error:
            raise
        raise failure from error


def _system_explanation(path: Path, error: OSError) -> failures.StorageFailure | None:
    """The failure behind an error number."""
    import errno

    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return failures.DiskFull(path)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return failures.ReadOnlyProfile(path)
    return failures.DiskFailing(path) if error.errno == errno.EIO else None


def _engine(
    creator: Callable[[], RawConnection],
    size: int,
    begin: str,
    explain: Callable[[ExceptionContext], None],
) -> Engine:
    """One engine over `size` connections; the key is in no URL, the values in no message."""
    from sqlalchemy import QueuePool, create_engine, event

    engine = create_engine(
        "sqlite+pysqlite://",
        module=_dbapi(),
        creator=creator,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
    )

    def starts(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", starts)
    event.listen(engine, "handle_error", explain)
    return engine


def _dbapi() -> Any:
    """The sqlcipher3 module, once its library was found safe."""
    import importlib

    dbapi: Any = importlib.import_module("sqlcipher3.dbapi2")
    if not is_safe(dbapi.sqlite_version_info):
        raise failures.UnsafeLibrary
    return dbapi


def is_safe(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the bug that corrupts a file when a WAL is reset (R-D3).

    SQLCipher took that fix in 4.14.0, so the same floor tells its version. A plain SQLite under
    the name of sqlcipher3 has no `set_key` and fails there.
    """
    return (
        version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def _refuse_foreign(path: Path) -> None:
    """Refuses what SQLite would take: a plain file, whose key it ignores, or an empty one."""
    with path.open("rb") as file:
        start = file.read(len(_PAGE_ONE))
    if start == _PAGE_ONE:
        raise failures.NotEncrypted(path)
    if not start:
        raise failures.DamagedFile(path)
