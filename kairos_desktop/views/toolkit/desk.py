# SPDX-License-Identifier: MIT
"""What a page holds to work with: read rows, send acts, undo, say a sentence, go elsewhere.

A page never sees a lane, a connection or another page: it calls the desk and listens to
`desk.hub.changed`.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from kairos_desktop.views.toolkit.hub import ChangeHub
from kairos_desktop.views.toolkit.outlets import Exports, NoExports, NoPapers, Papers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from kairos_desktop.services.ledger import Recorded
    from kairos_desktop.views.toolkit.lanes import Lanes

FAILED_WRITE = (
    "L’enregistrement n’a pas abouti. Rien n’a été modifié et votre saisie reste à l’écran : "
    "recommencez, ou fermez puis rouvrez Kairos Desktop si cela se répète."
)
FAILED_READ = (
    "Cette liste n’a pas pu être lue. Vos données sont intactes : revenez sur cette page, "
    "ou fermez puis rouvrez Kairos Desktop si cela se répète."
)


class Workspace(Protocol):
    """The open organisation, as services.workspace gives it. Lane: write, and read for `read`."""

    def record(self, acts: Sequence[Any], together: bool = False) -> Recorded:
        """Record acts in one gesture; `together` applies all of them or none."""
        ...

    def undo(self) -> Recorded:
        """Undo the last gesture, as an act."""
        ...

    def redo(self) -> Recorded:
        """Redo the last undone gesture, as an act."""
        ...

    def read(self, fn: Callable[..., Any], *args: Any) -> Any:
        """Run a query `fn(connection, *args)`."""
        ...

    def write(self, job: Callable[[Any], Any]) -> Any:
        """Run `job(connection)` in one transaction, for what is no business row."""
        ...

    @property
    def org(self) -> UUID:
        """The organisation."""
        ...

    @property
    def post(self) -> UUID:
        """The post that records here."""
        ...

    def new_id(self) -> UUID:
        """Make the id of a row that an act creates."""
        ...

    def now(self) -> datetime:
        """Give the present moment of the post, with its offset."""
        ...


class Notice(NamedTuple):
    """One sentence for the bar below the list."""

    sentence: str
    kind: Literal["done", "undone", "refused", "failed", "info"] = "info"


class Place(NamedTuple):
    """Where the window stands: a page and what it shows; the history is made of these."""

    page: str
    arguments: Mapping[str, Any] = MappingProxyType({})


class Desk(QObject):
    """The only door from a page to the rest of the program.

    Signals:
        said(Notice): a sentence to show and to speak.
        place_asked(Place): a page asks for another one.
        act_marked(str): the act in use, by its key in the navigation; "" for none.
        counted(str, int): how much waits behind an entry of the navigation; 0 for nothing.
        history_asked(Sequence[UUID], str): the history of some rows is asked for, under a title.
    """

    said = Signal(object)
    place_asked = Signal(object)
    act_marked = Signal(str)
    counted = Signal(str, int)
    history_asked = Signal(object, str)

    def __init__(
        self,
        workspace: Workspace | None,
        lanes: Lanes,
        explain: Callable[[Exception], str | None] = lambda _error: None,
        parent: QObject | None = None,
    ) -> None:
        """`explain` gives the sentence of a known failure (full disk, read-only profile…).

        Without a workspace what is asked to be read waits for `attach`; nothing may be recorded.
        """
        super().__init__(parent)
        self._explain = explain
        self.lanes = lanes
        self.hub = ChangeHub(self)
        # The composition root gives the real ones; without them a page still says why.
        self.papers: Papers = NoPapers(self)
        self.exports: Exports = NoExports(self)
        # Where this post receives, unless said otherwise; None is the head office.
        self.site_id: UUID | None = None
        # Whether the organisation's posts exchange: lists then mark the rows that await an answer.
        self.has_joined = False
        self._workspace = workspace
        self._asked_early: list[Callable[[], None]] = []
        # What was said of each gesture of this run, to name it when it is undone.
        self._done_sentences: list[str] = []
        self._undone_sentences: list[str] = []

    @property
    def _open(self) -> Workspace:
        """The organisation that one works in: what records comes after `attach`."""
        assert self._workspace is not None
        return self._workspace

    def attach(self, workspace: Workspace) -> None:
        """Work in this organisation, now that it is open."""
        self._workspace = workspace
        early, self._asked_early = self._asked_early, []
        for ask in early:
            ask()

    def read(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run `fn(connection, *args)` on the read lane and hand its result to `done`.

        The answer vanishes if `owner` is destroyed or has asked again with the same `key`.
        """
        if self._workspace is None:
            self._asked_early.append(partial(self.read, fn, *args, done=done, owner=owner, key=key))
            return
        job = partial(self._workspace.read, fn, *args)
        self.lanes.read(job, done, self._on_read_failed, owner, key)

    def fetch(
        self,
        job: Callable[[], Any],
        *,
        done: Callable[[Any], None],
        owner: QObject,
        key: str | None = None,
    ) -> None:
        """Run `job()` on the read lane, for what lies elsewhere than with the organisation."""
        self.lanes.read(job, done, self._on_read_failed, owner, key)

    def record(
        self,
        acts: Sequence[Any],
        said: str,
        done: Callable[[Recorded], None] | None = None,
        *,
        together: bool = False,
    ) -> None:
        """Record acts as one gesture, then say `said`, or why they were refused.

        `done(recorded)` comes on the GUI thread, applied or refused, after the hub has spoken; a
        method of a window that was closed meanwhile is not called.
        """
        job = partial(self._open.record, tuple(acts), together)
        self.lanes.write(job, partial(self._on_recorded, said, done), self._on_write_failed)

    def write(
        self,
        fn: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None],
        owner: QObject,
    ) -> None:
        """Run `fn(connection, org, *args)` on the write lane: for what belongs to this post alone.

        Business rows are written by acts and by nothing else.
        """

        def job(conn: Any) -> Any:
            return fn(conn, self._open.org, *args)

        def answered(result: Any) -> None:
            if isValid(owner):
                done(result)

        self.lanes.write(partial(self._open.write, job), answered, self._on_write_failed)

    @property
    def post(self) -> UUID:
        """The post that records here: what it keeps, it may give."""
        return self._open.post

    def new_id(self) -> UUID:
        """Make the id of a row that an act creates."""
        return self._open.new_id()

    def now(self) -> datetime:
        """Give the present civil moment (naive, Europe/Paris)."""
        if self._workspace is not None:
            return self._workspace.now().replace(tzinfo=None)
        from kairos_desktop.models.paris import paris_now

        return paris_now().replace(tzinfo=None)

    def settled(self, then: Callable[[], None]) -> None:
        """Call `then` once everything typed before is written: what is read next holds it."""
        self.lanes.write(_nothing, lambda _: then(), self._on_write_failed)

    def undo(self) -> None:
        """Undo the last gesture; the bar says which."""
        self.lanes.write(self._open.undo, self._on_undone, self._on_write_failed)

    def redo(self) -> None:
        """Redo the last undone gesture; the bar says which."""
        self.lanes.write(self._open.redo, self._on_redone, self._on_write_failed)

    def say(self, sentence: str) -> None:
        """Show a sentence in the bar below the list."""
        self.said.emit(Notice(sentence))

    def open(self, page: str, **arguments: Any) -> None:
        """Go to a page; it receives the arguments in `show_place`."""
        self.place_asked.emit(Place(page, arguments))

    def show_history(self, row_ids: Sequence[UUID], title: str) -> None:
        """Show who did what on these rows, when and from which post."""
        self.history_asked.emit(tuple(row_ids), title)

    def mark_act(self, key: str) -> None:
        """Mark the act in use in the side panel."""
        self.act_marked.emit(key)

    def show_counter(self, key: str, count: int) -> None:
        """Say beside an entry of the side panel how much waits behind it."""
        self.counted.emit(key, count)

    def _on_recorded(
        self, said: str, done: Callable[[Recorded], None] | None, recorded: Recorded
    ) -> None:
        refusals = _refusals(recorded)
        if any(verdict.refusal is None for verdict in recorded.verdicts):
            self._done_sentences.append(said)
            self._undone_sentences.clear()
            self.hub.changed.emit(recorded.changes)
            sentence = " ".join([said, *_warnings(recorded), *refusals])
            self.said.emit(Notice(sentence, "done"))
        elif refusals:
            self.said.emit(Notice(" ".join(refusals), "refused"))
        owner = getattr(done, "__self__", None)
        is_gone = isinstance(owner, QObject) and not isValid(owner)
        if done is not None and not is_gone:
            done(recorded)

    def _on_undone(self, recorded: Recorded) -> None:
        if not recorded.verdicts:
            self.said.emit(Notice("Il n’y a rien à annuler."))
            return
        named = self._turned(recorded, self._done_sentences, self._undone_sentences)
        if named is not None:
            self.said.emit(Notice(f"Annulé : {named}" if named else "Acte annulé.", "undone"))

    def _on_redone(self, recorded: Recorded) -> None:
        if not recorded.verdicts:
            self.said.emit(Notice("Il n’y a rien à rétablir."))
            return
        named = self._turned(recorded, self._undone_sentences, self._done_sentences)
        if named is not None:
            self.said.emit(Notice(f"Rétabli : {named}" if named else "Acte rétabli.", "done"))

    def _turned(self, recorded: Recorded, source: list[str], target: list[str]) -> str | None:
        """Publish an undo or a redo; give the sentence of its gesture, None when refused."""
        refusals = _refusals(recorded)
        if refusals:
            self.said.emit(Notice(" ".join(refusals), "refused"))
            return None
        self.hub.changed.emit(recorded.changes)
        named = source.pop() if source else ""
        target.append(named)
        return named

    def _on_read_failed(self, error: Exception) -> None:
        self.said.emit(Notice(self._explain(error) or FAILED_READ, "failed"))

    def _on_write_failed(self, error: Exception) -> None:
        self.said.emit(Notice(self._explain(error) or FAILED_WRITE, "failed"))


def _nothing() -> None:
    """Be the job of a wait."""


def _refusals(recorded: Recorded) -> list[str]:
    """Give the sentences of the refused acts, each once."""
    from kairos_desktop.services.wording.sentences import sentence

    found = [verdict.refusal for verdict in recorded.verdicts if verdict.refusal is not None]
    return [*dict.fromkeys(sentence(refusal) for refusal in found)]


def _warnings(recorded: Recorded) -> list[str]:
    from kairos_desktop.services.wording.sentences import sentence

    found = [warning for verdict in recorded.verdicts for warning in verdict.warnings]
    return [*dict.fromkeys(sentence(warning) for warning in found)]
