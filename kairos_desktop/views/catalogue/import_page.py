# SPDX-License-Identifier: MIT
"""« Importer l’offre »: the CARIF-OREF's file, what it would change, then the import and its undo.

What its user does most: choose the file of the week and import it; look at what was set aside
before; take back an import of the wrong file. So: one button chooses, the counts and the reasons
come before anything changes, « Importer » is one key, and the last import can be taken away from
the same page.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from kairos_desktop.services.catalogue.generations import Generation, Reception
from kairos_desktop.services.catalogue.summary import Preview, Progress
from kairos_desktop.views.catalogue.import_job import ImportJob, Work
from kairos_desktop.views.catalogue.import_words import (
    FILES,
    INTRODUCTION,
    NOTICE_COLUMNS,
    figures_of,
    last_import_line,
    notice_lines,
    preview_title,
    progress_sentence,
    reception_line,
    result_sentence,
)
from kairos_desktop.views.catalogue.shelf import Shelf
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.banners import Banner, BannerKind
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.cards import FigureCard
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.theme import set_look

_STEPS = 1000


class ImportPage(Page):
    """Choose, look, import, undo."""

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__(desk, "Importer l’offre")
        self._shelf = shelf
        self.job: ImportJob | None = None
        self._lines: dict[int, Any] = {}
        self._banner: Banner | None = None
        self.choose = button("Choisir un ou plusieurs fichiers…", self._on_choose, look="primary")
        self.take = button("Importer", self._on_import, look="primary", key="Ctrl+Return")
        self.give_up = button("Annuler", self._on_give_up)
        self.undo = button("Annuler l’import", self._on_undo)
        self._last, self._received = Label(), Label()
        self._intro = self._introduction()
        self._waiting, self._bar, self._progress = self._progress_card()
        self.figures = {name: FigureCard(name, "0") for name in figures_of(None)}
        self._preview = self._preview_part()
        self._space = QWidget()
        self.body.addWidget(self._intro)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self._preview, 1)
        self.body.addWidget(self._space, 1)
        self.add_button(help_button(desk, "importer-offre"))
        to_list = partial(desk.open, "offer")
        self.set_trail([("Rechercher formation", to_list), ("Importer l’offre", None)])
        self._show_part(self._intro)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Show the last import; an import being prepared stays as it is."""
        self._read_last()

    def focus_start(self) -> None:
        """Give the focus to the button that goes on."""
        (self.take if self.take.isVisible() else self.choose).setFocus()

    def read_files(self, paths: Sequence[Path]) -> None:
        """Begin to read these files."""
        if paths:
            self._start(partial(self._shelf.prepare, list(paths)), self._on_prepared)

    def _introduction(self) -> QWidget:
        card, column = _card()
        intro = Label(INTRODUCTION)
        intro.setWordWrap(True)
        set_look(intro, "sentence")
        set_look(self._last, "muted")
        self._last.setWordWrap(True)
        set_look(self._received, "muted")
        self._received.setWordWrap(True)
        self._received.hide()
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.choose)
        first.addStretch(1)
        second.addWidget(self._last, 1)
        second.addWidget(self.undo)
        column.addWidget(intro)
        column.addLayout(first)
        rule = QFrame()
        set_look(rule, "rule")
        column.addWidget(rule)
        column.addLayout(second)
        column.addWidget(self._received)
        return card

    def _progress_card(self) -> tuple[QWidget, QProgressBar, QLabel]:
        card, column = _card()
        bar, said = QProgressBar(), Label()
        bar.setTextVisible(False)
        bar.setAccessibleName("Lecture du fichier")
        said.setWordWrap(True)
        set_look(said, "sentence")
        self.stop = button("Annuler", self._on_stop)
        row = QHBoxLayout()
        row.addWidget(said, 1)
        row.addWidget(self.stop)
        column.addWidget(bar)
        column.addLayout(row)
        return card, bar, said

    def _preview_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.px(12))
        self._what = Label()
        self._what.setWordWrap(True)
        set_look(self._what, "section")
        row = QHBoxLayout()
        row.setSpacing(metrics.px(12))
        for figure in self.figures.values():
            row.addWidget(figure, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.give_up)
        foot.addWidget(self.take)
        self.notices = ListCard(
            "À vérifier", NOTICE_COLUMNS, self._fetch, noun=("remarque", "remarques")
        )
        self.notices.setMinimumHeight(metrics.px(240))
        column.addWidget(self._what)
        column.addLayout(row)
        column.addWidget(self.notices, 1)
        column.addLayout(foot)
        return part

    def _fetch(self, ids: Sequence[Any], arrived: Any) -> None:
        arrived([self._lines[each] for each in ids])

    def _show_part(self, shown: QWidget) -> None:
        for part in (self._intro, self._waiting, self._preview):
            part.setVisible(part is shown)
        # The preview takes the height for its list, the others stay at the top.
        self._space.setVisible(shown is not self._preview)

    def _say(
        self, kind: BannerKind, word: str, sentence: str, step: str = "", on_step: Any = None
    ) -> None:
        self._hush()
        self._banner = Banner(kind, sentence, step, on_step, word=word)
        self.body.insertWidget(0, self._banner)

    def _hush(self) -> None:
        if self._banner is not None:
            self.body.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    def _read_last(self) -> None:
        self.desk.fetch(
            self._shelf.last_import, done=self._show_last, owner=self, key="last import"
        )
        self.desk.fetch(
            self._shelf.last_reception, done=self._show_received, owner=self, key="reception"
        )

    def _show_last(self, last: Generation | None) -> None:
        self._last.setText(last_import_line(last))
        self.undo.setVisible(last is not None)

    def _show_received(self, last: Reception | None) -> None:
        self._received.setText(reception_line(last))
        self._received.setVisible(last is not None)

    def _on_choose(self) -> None:
        self.read_files(dialogs.open_paths(self, "Choisir les fichiers de l’offre", FILES))

    def _start(self, work: Work, on_done: Any) -> None:
        if self.job is not None:
            return
        self._hush()
        self._bar.setRange(0, 0)
        self._progress.setText("Ouverture du fichier…")
        self._show_part(self._waiting)
        self.job = ImportJob(work, self)
        self.job.progressed.connect(self._on_progressed)
        self.job.done.connect(partial(self._end, on_done))
        self.job.refused.connect(partial(self._end, self._on_refused))
        self.job.cancelled.connect(partial(self._end, self._on_cancelled))
        self.job.start()

    def _end(self, then: Any, *result: Any) -> None:
        if self.job is not None:
            self.job.deleteLater()
            self.job = None
        self._show_part(self._intro)
        self.choose.setFocus()
        then(*result)

    def _on_progressed(self, progress: Progress) -> None:
        self._bar.setRange(0, _STEPS)
        self._bar.setValue(round(_STEPS * progress.position / max(progress.size, 1)))
        self._progress.setText(progress_sentence(progress))

    def _on_stop(self) -> None:
        if self.job is not None:
            self.job.stop()

    def _on_prepared(self, preview: Preview) -> None:
        for name, (figure, detail, role) in figures_of(preview).items():
            self.figures[name].show_figure(figure, detail, role)
        self._what.setText(preview_title(preview))
        self._lines = {line.id: line for line in notice_lines(preview)}
        empty = Empty("Rien n’est mis de côté et rien n’est douteux.")
        self.notices.show_ids(list(self._lines), empty)
        self.take.setEnabled(not preview.changes_nothing)
        self._show_part(self._preview)
        self.take.setFocus()

    def _on_import(self) -> None:
        self._start(lambda _progress, _cancelled: self._shelf.apply(), self._on_applied)
        self._progress.setText("Import en cours…")

    def _on_applied(self, preview: Preview) -> None:
        to_list = partial(self.desk.open, "offer")
        self._say("ok", "Fait", result_sentence(preview), "Rechercher formation", to_list)
        self._read_last()

    def _on_give_up(self) -> None:
        self._shelf.drop()
        self._show_part(self._intro)
        self.choose.setFocus()

    def _on_undo(self) -> None:
        self._start(lambda _progress, _cancelled: self._shelf.undo(), self._on_undone)
        self._progress.setText("Annulation en cours…")

    def _on_undone(self, undone: Generation) -> None:
        files = ", ".join(undone.files)
        self._say(
            "ok",
            "Fait",
            f"L’import de {files} est annulé : l’offre est celle d’avant. Les sessions déjà "
            "ouvertes au recrutement n’ont pas changé.",
        )
        self._read_last()

    def _on_refused(self, sentence: str) -> None:
        self._say(
            "danger", "Refusé", sentence, "Choisir un ou plusieurs fichiers…", self._on_choose
        )

    def _on_cancelled(self) -> None:
        self._say("info", "Arrêté", "L’import est arrêté. Le catalogue n’a pas changé.")


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    set_look(card, "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(*[metrics.px(16)] * 4)
    column.setSpacing(metrics.px(12))
    return card, column
