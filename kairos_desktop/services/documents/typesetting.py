# SPDX-License-Identifier: MIT
"""Text into lines: wrapped on spaces, shrunk when a word is too wide, never clipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from kairos_desktop.services.documents.marks import Block, Style, Text
from kairos_desktop.services.documents.typeface import measure, printable

_LONG_WORD = 24


class Run(NamedTuple):
    """A stretch of text in one style, inside a paragraph."""

    text: str
    style: Style


class Line(NamedTuple):
    """One set line: its runs from left to right, and its width."""

    runs: tuple[Run, ...]
    width: float


def _width(text: str, style: Style) -> float:
    return measure(text, style.face, style.size)


def fitted(text: str, style: Style, width: float, least: float) -> Style:
    """The style, smaller down to `least` points if the text needs it to stand on one line."""
    natural = _width(printable(text), style)
    if natural <= width:
        return style
    return style._replace(size=max(least, style.size * width / natural))


class _Word(NamedTuple):
    """An unbreakable piece, which may change style inside; `after_space` or after a hyphen."""

    runs: list[Run]
    after_space: bool


def _words(runs: Iterable[Run]) -> list[_Word]:
    """The text cut where a line may end: on spaces, and on the hyphens of a very long word."""
    words: list[list[Run]] = [[]]
    for run in runs:
        for index, part in enumerate(printable(run.text).split(" ")):
            if index and words[-1]:
                words.append([])
            if part:
                words[-1].append(Run(part, run.style))
    return [piece for word in words if word for piece in _hyphenated(word)]


def _hyphenated(word: list[Run]) -> list[_Word]:
    """The pieces of a long double name; a link or an address stays whole."""
    whole = "".join(run.text for run in word)
    if len(whole) <= _LONG_WORD or "@" in whole or "/" in whole:
        return [_Word(word, after_space=True)]
    pieces: list[list[Run]] = [[]]
    for run in word:
        for part in re.split(r"(?<=[^\W\d_]-)(?=\w)", run.text):
            if pieces[-1] and pieces[-1][-1].text.endswith("-"):
                pieces.append([])
            pieces[-1].append(Run(part, run.style))
    return [_Word(piece, after_space=index == 0) for index, piece in enumerate(pieces)]


def _cut(word: list[Run], width: float) -> list[list[Run]]:
    """A word wider than the line, in pieces that are not: nothing is ever lost."""
    pieces: list[list[Run]] = [[]]
    used = 0.0
    for run in word:
        for letter in run.text:
            advance = _width(letter, run.style)
            if pieces[-1] and used + advance > width:
                pieces.append([])
                used = 0.0
            pieces[-1].append(Run(letter, run.style))
            used += advance
    return [_joined(piece) for piece in pieces]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one style as one run: a short content stream, a clean text layer."""
    joined: list[Run] = []
    for run in runs:
        if joined and joined[-1].style == run.style:
            joined[-1] = Run(joined[-1].text + run.text, run.style)
        else:
            joined.append(run)
    return joined


def _line_width(runs: Iterable[Run]) -> float:
    return sum(_width(run.text, run.style) for run in runs)


def wrapped(runs: Sequence[Run], width: float) -> tuple[Line, ...]:
    """The runs on as many lines as they need; a no-break space never breaks."""
    return _wrapped(tuple(runs), width)


# The same names and labels come back on each sheet and each paper of a session.
@lru_cache(maxsize=4096)
def _wrapped(runs: tuple[Run, ...], width: float) -> tuple[Line, ...]:
    lines: list[list[Run]] = []
    current: list[Run] = []
    used = 0.0
    for word in _words(runs):
        space = [Run(" ", word.runs[0].style)] if current and word.after_space else []
        advance = _line_width(space) + _line_width(word.runs)
        if used + advance <= width:
            current += [*space, *word.runs]
            used += advance
            continue
        if current:
            lines.append(current)
        *full, current = _cut(word.runs, width)
        used = _line_width(current)
        lines.extend(full)
    if current:
        lines.append(current)
    set_lines = [_joined(line) for line in lines]
    return tuple(Line(tuple(line), _line_width(line)) for line in set_lines)


def set_line(line: Line, x: float, baseline: float) -> list[Text]:
    """The marks of a line that starts at x."""
    marks: list[Text] = []
    for run in line.runs:
        marks.append(Text(x, baseline, run.text, run.style))
        x += _width(run.text, run.style)
    return marks


def set_text(
    runs: Sequence[Run], x: float, top: float, width: float, leading: float
) -> tuple[list[Text], float]:
    """The marks of a paragraph whose first line box starts at `top`, and its height."""
    marks: list[Text] = []
    lines = wrapped(runs, width)
    for index, line in enumerate(lines):
        # The baseline sits at 0.36 em below the middle of the line box: optical centre of Inter.
        size = max(run.style.size for run in line.runs)
        marks += set_line(line, x, top + index * leading + leading / 2 + size * 0.36)
    return marks, len(lines) * leading


def set_right(text: str, style: Style, right: float, top: float, leading: float) -> Text:
    """One line that ends at `right`."""
    shown = printable(text)
    baseline = top + leading / 2 + style.size * 0.36
    return Text(right - _width(shown, style), baseline, shown, style)


def set_centred(text: str, style: Style, middle: float, top: float, leading: float) -> Text:
    """One line centred on `middle`."""
    shown = printable(text)
    baseline = top + leading / 2 + style.size * 0.36
    return Text(middle - _width(shown, style) / 2, baseline, shown, style)


def paragraph(runs: Sequence[Run], width: float, leading: float = 15.0, x: float = 0.0) -> Block:
    """A paragraph as a block."""
    marks, height = set_text(runs, x, 0.0, width, leading)
    return Block(height, tuple(marks))
