# SPDX-License-Identifier: MIT
"""Reading XML elements by local name, whatever the namespace, each child looked at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from kairos_desktop.services.catalogue.plain_text import line, paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator

_FLAGS = {"0": False, "1": True}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class Element(Protocol):
    """What is used of an lxml element, which comes without types."""

    @property
    def tag(self) -> str:
        """« {namespace}name »."""
        ...

    @property
    def text(self) -> str | None:
        """The text before the first child."""
        ...

    def get(self, key: str, /) -> str | None:
        """An attribute."""
        ...

    def itertext(self) -> Iterator[str]:
        """Every text inside."""
        ...

    def iter(self, *tags: str) -> Iterator[Element]:
        """The elements of these tags inside, at any depth, itself included."""
        ...

    def __iter__(self) -> Iterator[Element]: ...

    def __len__(self) -> int: ...


class _LocalNames(dict[str, str]):
    def __missing__(self, tag: str) -> str:
        name = tag.rpartition("}")[2]
        # A hostile file may invent names without end.
        if len(self) < 2000:
            self[tag] = name
        return name


local_name = _LocalNames()
"""The name of a tag without its namespace, by `local_name[tag]`."""

Parts = dict[str, list["Element"]]


def parts(element: Element) -> Parts:
    """The children by local name, in the order of the file."""
    found: Parts = {}
    for child in element:
        name = local_name[child.tag]
        if name in found:
            found[name].append(child)
        else:
            found[name] = [child]
    return found


def raw(element: Element) -> str | None:
    """The text of an element, that of its children too where markup was not escaped."""
    return " ".join(element.itertext()) if len(element) else element.text


def text(found: Parts, name: str) -> str:
    """The text of the first child of that name on one line; "" for none or « - »."""
    elements = found.get(name)
    if not elements:
        return ""
    element = elements[0]
    said = raw(element) if len(element) else element.text
    return line(said) if said else ""


def long_text(found: Parts, name: str) -> str:
    """The same, its paragraphs kept."""
    elements = found.get(name)
    return paragraphs(raw(elements[0])) if elements else ""


def texts(found: Parts, name: str) -> tuple[str, ...]:
    """The texts of every child of that name, the empty ones left out."""
    elements = found.get(name)
    if not elements:
        return ()
    return tuple(said for element in elements if (said := line(raw(element))))


def nested(found: Parts, name: str) -> str:
    """The text of `name/*`: a value wrapped in one more element (SIRET, urlweb, date)."""
    for element in found.get(name, ()):
        for child in element:
            if said := line(child.text):
                return said
        if not len(element) and (said := line(element.text)):
            return said
    return ""


def all_nested(found: Parts, name: str) -> tuple[str, ...]:
    """Every text of `name/*`."""
    elements = found.get(name)
    if not elements:
        return ()
    said = [line(child.text) for element in elements for child in element]
    return tuple(filter(None, said))


def flag(found: Parts, name: str) -> bool | None:
    """The boolean 0/1 of a child; None where the file says nothing that can be read."""
    return _FLAGS.get(text(found, name))


def whole(found: Parts, name: str) -> int | None:
    """The whole number of a child; None where there is none."""
    said = text(found, name)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def number(said: str) -> float | None:
    """The first number of a text (« 35 », « 17,5 h »); None where there is none."""
    match = _NUMBER.search(said)
    return float(match[0].replace(",", ".")) if match and len(match[0]) < 12 else None


def extra(found: Parts, group: str, name: str) -> str:
    """The value of `extras[@info=group]/extra[@info=name]`; "" where there is none."""
    for extras in found.get("extras", ()):
        if extras.get("info") == group:
            for child in extras:
                if child.get("info") == name:
                    return line(raw(child))
    return ""
