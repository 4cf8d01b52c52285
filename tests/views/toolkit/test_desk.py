# SPDX-License-Identifier: MIT
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from kairos_desktop.services.rules.verdicts import Refused, Warned
from kairos_desktop.services.wording.sentences import sentence
from kairos_desktop.views.toolkit.desk import FAILED_READ, FAILED_WRITE, Desk, Notice, Place
from kairos_desktop.views.toolkit.lanes import InlineLanes
from tests.views.fakes import Changes, FakeWorkspace, Recorded, Verdict

REFUSED = Refused("id_taken")


class Scene:
    """A desk, and everything that it said."""

    def __init__(self) -> None:
        self.workspace = FakeWorkspace()
        self.desk = Desk(self.workspace, InlineLanes(), self.explain)
        self.notices: list[Notice] = []
        self.changes: list[Any] = []
        self.done: list[Any] = []
        self.desk.said.connect(self.notices.append)
        self.desk.hub.changed.connect(self.changes.append)

    def explain(self, error: Exception) -> str | None:
        return "Le disque est plein." if isinstance(error, OSError) else None


@pytest.fixture
def scene(app: QApplication) -> Scene:
    return Scene()


def test_an_applied_act_is_published_then_said(scene: Scene) -> None:
    scene.desk.record(["act"], "Présence enregistrée.", scene.done.append, together=True)
    assert scene.workspace.asked == [(("act",), True)]
    assert scene.changes == [Changes()]
    assert scene.notices == [Notice("Présence enregistrée.", "done")]
    assert scene.done == [Recorded()]


def test_a_refused_act_says_why_and_changes_nothing(scene: Scene) -> None:
    scene.workspace.answer = Recorded((Verdict(refusal=REFUSED), Verdict(refusal=REFUSED)))
    scene.desk.record(["act", "act"], "Présence enregistrée.", scene.done.append)
    assert scene.changes == []
    assert scene.notices == [Notice(sentence(REFUSED), "refused")], "each sentence once"
    assert scene.done


def test_a_dialog_that_was_closed_meanwhile_is_not_told(scene: Scene) -> None:
    class Dialog(QObject):
        def on_recorded(self, recorded: Any) -> None:
            scene.done.append(recorded)

    waiting, closed = Dialog(), Dialog()
    told = closed.on_recorded
    delete(closed)
    scene.desk.record(["act"], "Signature enregistrée.", told)
    assert scene.done == []
    scene.desk.record(["act"], "Signature enregistrée.", waiting.on_recorded)
    assert len(scene.done) == 1
    assert len(scene.notices) == 2


def test_part_refused_says_both_and_warnings_too(scene: Scene) -> None:
    warned = Warned("recruitment_not_open", {"state": "fermé"})
    scene.workspace.answer = Recorded((Verdict(warnings=(warned,)), Verdict(refusal=REFUSED)))
    scene.desk.record(["a", "b"], "Fait.")
    said = f"Fait. {sentence(warned)} {sentence(REFUSED)}"
    assert scene.notices == [Notice(said, "done")]
    assert len(scene.changes) == 1


def test_undo_and_redo_name_what_they_turn(scene: Scene) -> None:
    scene.desk.record(["a"], "Premier.")
    scene.desk.record(["b"], "Second.")
    scene.notices.clear()
    for call in (scene.desk.undo, scene.desk.undo, scene.desk.redo, scene.desk.undo):
        call()
    assert scene.notices == [
        Notice("Annulé : Second.", "undone"),
        Notice("Annulé : Premier.", "undone"),
        Notice("Rétabli : Premier.", "done"),
        Notice("Annulé : Premier.", "undone"),
    ]
    scene.desk.undo()
    assert scene.notices[-1] == Notice("Acte annulé.", "undone"), "from before this run"


def test_nothing_to_undo_is_said(scene: Scene) -> None:
    scene.workspace.answer = Recorded(())
    scene.desk.undo()
    scene.desk.redo()
    assert [notice.sentence for notice in scene.notices] == [
        "Il n’y a rien à annuler.",
        "Il n’y a rien à rétablir.",
    ]
    assert scene.changes == []


def test_a_refused_undo_keeps_the_name_for_later(scene: Scene) -> None:
    scene.desk.record(["a"], "Premier.")
    scene.workspace.answer = Recorded((Verdict(refusal=REFUSED),))
    scene.desk.undo()
    assert scene.notices[-1] == Notice(sentence(REFUSED), "refused")
    scene.workspace.answer = Recorded()
    scene.desk.undo()
    assert scene.notices[-1].sentence == "Annulé : Premier."


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("error", "said"), [(OSError(), "Le disque est plein."), (ValueError(), FAILED_WRITE)]
)
def test_a_failed_write_says_what_was_kept(scene: Scene, error: Exception, said: str) -> None:
    scene.workspace.answer = error
    scene.desk.record(["a"], "Fait.")
    assert scene.notices == [Notice(said, "failed")]
    assert scene.changes == []


@pytest.mark.expects_log
def test_a_failed_read_says_so(scene: Scene) -> None:
    def query(connection: object) -> None:
        raise ValueError(connection)

    scene.desk.read(query, done=scene.done.append, owner=QObject())
    assert scene.notices == [Notice(FAILED_READ, "failed")]
    assert scene.done == []


def test_read_hands_the_result_over(scene: Scene) -> None:
    def query(connection: object, slot: int) -> int:
        assert connection is None
        return slot * 2

    scene.desk.read(query, 21, done=scene.done.append, owner=QObject())
    assert scene.done == [42]


def test_places_and_marks(scene: Scene) -> None:
    heard: list[Any] = []
    scene.desk.place_asked.connect(heard.append)
    scene.desk.act_marked.connect(heard.append)
    scene.desk.open("session", tab="presence")
    scene.desk.mark_act("meeting.presence")
    assert heard == [Place("session", {"tab": "presence"}), "meeting.presence"]


def test_what_is_read_before_the_organisation_is_open_waits_for_it(app: QApplication) -> None:
    desk, owner, read = Desk(None, InlineLanes()), QObject(), list[Any]()
    desk.read(lambda _conn, word: word, "early", done=read.append, owner=owner)
    desk.now()
    assert read == []
    desk.attach(FakeWorkspace())
    assert read == ["early"]
    desk.read(lambda _conn, word: word, "late", done=read.append, owner=owner)
    assert read == ["early", "late"]
