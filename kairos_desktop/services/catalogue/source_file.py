# SPDX-License-Identifier: MIT
"""Reads an LHEO file as a stream of `formation` elements, plain or gzip, in flat memory.

The whole file is refused (`ImportRefused`) for a DOCTYPE, another kind of document, malformed XML,
a wrong encoding, a truncated or damaged archive, and anything that grows beyond the bounds below.
Runs in the import's child process. Source: standards A8, issue « Bad input ».
"""

from __future__ import annotations

import gzip
import importlib
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

from kairos_desktop.services.catalogue.elements import extra, local_name, parts
from kairos_desktop.services.catalogue.prologue import Prologue, read_prologue
from kairos_desktop.services.catalogue.refusals import ImportRefused

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from kairos_desktop.services.catalogue.elements import Element

MOST_BYTES = 8_000_000_000
"""The largest document read, once unpacked: sixteen times the largest national feed."""

MOST_BYTES_A_FORMATION = 16_000_000
"""The tree of one formation takes about seven times its text: this keeps memory under 150 MB."""

MOST_TAGS_A_FORMATION = 800_000
"""Empty elements weigh fifty times their text: honest ones are few for their weight."""

MOST_RATIO = 200
"""Unpacked bytes for one packed byte; honest feeds stay under 40, a bomb reaches 1,000."""

_RATIO_COUNTS_FROM = 32_000_000

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"

# libxml2 error numbers (xmlParserErrors) that a person can act upon.
_ENCODING = frozenset((9, 31, 32, 81, 6003))
_NOTHING, _ENTITY, _MISMATCH = 1, 26, 76


class LheoFile:
    """One file to import. `position` of `size` bytes are read; the rest is known at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        self.namespaces: set[str] = set()
        self.exported = ""
        with self._explained():
            if not (path.is_file() or path.is_dir()) and path.exists():
                # A named pipe would be waited for without end.
                raise ImportRefused("Ce n’est pas un fichier.", str(path))
            self.size = path.stat().st_size
        self._raw: IO[bytes] | None = None
        self._unpacked = 0
        self._last_formation = self._tags = 0
        self._ended = False

    @property
    def position(self) -> int:
        """How many bytes of the file were read."""
        return self._raw.tell() if self._raw is not None else 0

    def read(self, size: int, /) -> bytes:
        """The next bytes, unpacked; refuses beyond the bounds."""
        assert self._stream is not None
        chunk = self._stream.read(size)
        self._unpacked += len(chunk)
        self._ended = not chunk
        if self._unpacked > MOST_BYTES:
            raise ImportRefused("Le fichier dépasse 8 Go une fois décompressé.")
        self._tags += chunk.count(b"<")
        if (
            self._unpacked - self._last_formation > MOST_BYTES_A_FORMATION
            or self._tags > MOST_TAGS_A_FORMATION
        ):
            raise ImportRefused(
                "Plus de 16 Mo ou de 800 000 balises se suivent sans qu’une formation se "
                "termine : ce n’est pas une offre de formation lisible."
            )
        if (
            self._packed
            and self._unpacked > _RATIO_COUNTS_FROM
            and self._unpacked > MOST_RATIO * self.position
        ):
            raise ImportRefused("L’archive gzip gonfle de façon anormale : elle est refusée.")
        return chunk

    def formations(self) -> Iterator[Element]:
        """Every `offres/formation`, emptied when the next one is asked for."""
        with self._explained(), self.path.open("rb") as self._raw:
            self._open_stream()
            prologue = read_prologue(self._stream)
            self._raw.seek(0)
            self._open_stream()
            self._unpacked = self._tags = 0
            yield from self._parse(prologue)

    def _open_stream(self) -> None:
        assert self._raw is not None
        magic = self._raw.read(4)
        self._raw.seek(0)
        if not magic:
            raise ImportRefused("Le fichier est vide.")
        if magic == _ZIP:
            raise ImportRefused(
                "C’est une archive ZIP : décompressez-la, puis importez le fichier XML."
            )
        self._packed = magic.startswith(_GZIP)
        self._stream: IO[bytes] = (
            cast("IO[bytes]", gzip.GzipFile(fileobj=self._raw)) if self._packed else self._raw
        )

    def _parse(self, prologue: Prologue) -> Iterator[Element]:
        # lxml has no types, and is too slow to load before the window is painted.
        etree: Any = importlib.import_module("lxml.etree")
        events = etree.iterparse(
            self,
            events=("end",),
            tag="{*}formation",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        found = False
        for _, element in events:
            self._last_formation, self._tags = self._unpacked, 0
            parent = element.getparent()
            if parent is None or local_name[parent.tag] != "offres":
                continue
            if not found:
                found = True
                _refuse_doctype(element)
            self.namespaces.add(element.tag[1:].partition("}")[0] if "}" in element.tag else "")
            yield element
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del parent[0]
        _refuse_doctype(events.root)
        if not found:
            raise ImportRefused("Le fichier ne contient aucune formation.")
        self.exported = _exported(events.root) or prologue.changed or prologue.created

    @contextmanager
    def _explained(self) -> Generator[None]:
        """Turns what the libraries raise into a refusal that names the file."""
        try:
            yield
        except ImportRefused as refused:
            raise ImportRefused(refused.why, refused.where or self.name, refused.line) from None
        except SyntaxError as error:
            raise _syntax_refusal(error, self.name, self._ended) from error
        except EOFError as error:
            why = "L’archive gzip est coupée : sa fin manque. Téléchargez-la à nouveau."
            raise ImportRefused(why, self.name) from error
        except (gzip.BadGzipFile, zlib.error) as error:
            why = "L’archive gzip est abîmée. Téléchargez-la à nouveau."
            raise ImportRefused(why, self.name) from error
        except FileNotFoundError as error:
            raise ImportRefused("Le fichier n’existe pas.", str(self.path)) from error
        except OSError as error:
            raise ImportRefused("Le fichier ne peut pas être lu.", str(self.path)) from error


def _refuse_doctype(element: Any) -> None:
    # The prologue was read by another parser: what it may have missed is caught here.
    if element.getroottree().docinfo.internalDTD is not None:
        raise ImportRefused("Le fichier contient une déclaration DOCTYPE : elles sont refusées.")


def _exported(root: Any) -> str:
    """« AAAAMMJJ » or « AAAAMMJJHHMMSS » of the export, from the extras of the root."""
    for lheo in root.iter("{*}lheo"):
        found = parts(lheo)
        for group in found.get("extras", ()):
            said = extra(found, group.get("info") or "", "date-export")
            if said:
                return said + extra(found, group.get("info") or "", "heure-export")
    return ""


def _syntax_refusal(error: Any, name: str, ended: bool) -> ImportRefused:
    code, line = error.code, error.lineno or 0
    if code == _NOTHING:
        # What lxml could not build, libxml2 explains in its log.
        code, line = error.error_log.last_error.type, error.error_log.last_error.line
    if code in _ENCODING:
        why = "Des caractères ne correspondent pas à l’encodage annoncé en tête du fichier."
    elif code == _ENTITY:
        why = "Le fichier emploie une entité inconnue (« &…; ») : il est mal formé."
    elif ended:
        why = "Le fichier est coupé : sa fin manque. Téléchargez-le à nouveau."
    elif code == _MISMATCH:
        why = "Une balise n’est pas refermée à sa place : le fichier est mal formé."
    else:
        why = "Le fichier n’est pas du XML bien formé."
    return ImportRefused(why, name, line)
