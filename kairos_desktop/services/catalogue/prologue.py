# SPDX-License-Identifier: MIT
"""Looks at the very beginning of an XML document, up to its root element, in any encoding.

A DOCTYPE is refused here, before the real parser sees a single entity, wherever it hides: after a
long comment, in UTF-16. So is a root that is not LHEO. Source: issue « Bad input ».
"""

from __future__ import annotations

from typing import IO, NamedTuple
from xml.parsers import expat

from kairos_desktop.services.catalogue.refusals import ImportRefused

MOST_BYTES = 1_000_000
"""A root element comes before that, or this is no LHEO file."""

_STEP = 16_384
_ENCODING_CODES = frozenset((18, 19, 30))


class Prologue(NamedTuple):
    """What the root element says: its local name, and the document's dates as they were written."""

    root: str
    created: str
    changed: str


class _Found(Exception):
    def __init__(self, prologue: Prologue) -> None:
        super().__init__()
        self.prologue = prologue


def read_prologue(stream: IO[bytes]) -> Prologue:
    """The root of the document. `ImportRefused` for a DOCTYPE, another root, or no XML at all."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = _stop_at_root
    read = 0
    try:
        while read < MOST_BYTES and (chunk := stream.read(_STEP)):
            read += len(chunk)
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Found as found:
        return _accepted(found.prologue)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _refusal(error) from error
    raise ImportRefused("Ce n’est pas un fichier LHÉO : aucun élément n’y est trouvé.")


def _refuse_doctype(*_: object) -> None:
    raise ImportRefused("Le fichier contient une déclaration DOCTYPE : elles sont refusées.")


def _stop_at_root(name: str, attributes: dict[str, str]) -> None:
    local = name.rpartition(":")[2]
    raise _Found(Prologue(local, attributes.get("datecrea", ""), attributes.get("datemaj", "")))


def _accepted(prologue: Prologue) -> Prologue:
    if prologue.root == "lheo-index":
        raise ImportRefused(
            "C’est un index LHÉO (« lheo-index ») : il résume les offres sans leurs sessions. "
            "Demandez au CARIF-OREF le fichier LHÉO complet."
        )
    if prologue.root not in ("lheo", "lheo-plus"):
        raise ImportRefused(
            f"Ce n’est pas un fichier LHÉO : sa racine est « {prologue.root[:40]} »."
        )
    return prologue


def _refusal(error: Exception) -> ImportRefused:
    code, line = getattr(error, "code", 0), getattr(error, "lineno", 0)
    if code in _ENCODING_CODES or not isinstance(error, expat.ExpatError):
        why = "L’encodage annoncé en tête du fichier est inconnu ou n’est pas le sien."
        return ImportRefused(why, line=line)
    return ImportRefused("Ce n’est pas un fichier XML lisible.", line=line)
