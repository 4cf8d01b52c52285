# SPDX-License-Identifier: MIT
"""Text of a feed as plain text: no markup, no « - » for empty, no stray blanks.

Feeds send HTML escaped, in CDATA, or with entities escaped twice (standards A2).
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.parser import HTMLParser

_TAG = re.compile(r"<[a-zA-Z/!?]")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w+);")
# Control characters that XML 1.0 lets through but no screen or PDF shows.
_CONTROL = re.compile(r"[\x7f-\x84\x86-\x9f\u200b\u2028\u2029\ufeff]")
_BLOCKS = frozenset("p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article".split())
_SILENT = frozenset(("script", "style", "head", "title"))
_DEEPEST = 3


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def line(text: str | None) -> str:
    """The text on one line; "" for nothing and for « - »."""
    if not text:
        return ""
    # Towns, codes and dates come back thousands of times.
    return _short_line(text) if len(text) < 64 else _clean(text)


def _clean(text: str) -> str:
    if "<" in text or "&" in text:
        text = _without_markup(text)
    if not text.isascii():
        text = _CONTROL.sub("", text)
    text = " ".join(text.split())
    return "" if text == "-" else text


_short_line = lru_cache(maxsize=16384)(_clean)


def paragraphs(text: str | None) -> str:
    """The text with its line ends kept, at most one empty line between two paragraphs."""
    if not text:
        return ""
    if "\n" not in text and "<" not in text and "&" not in text:
        return _clean(text)
    if "<" in text or "&" in text:
        text = _without_markup(text)
    lines = [" ".join(_CONTROL.sub("", part).split()) for part in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return "" if text == "-" else text


def _without_markup(text: str) -> str:
    # Escaped twice, markup comes back after a first pass; a fixed depth bounds the work.
    for _ in range(_DEEPEST):
        if _TAG.search(text):
            reader = _Reader()
            reader.feed(text)
            reader.close()
            text = "".join(reader.parts)
        elif _ENTITY.search(text):
            text = html.unescape(text)
        else:
            break
    return text
