# SPDX-License-Identifier: MIT
"""« Mes données »: where they lie, their verified backups, what opens them.

What its user does most: check that a backup was made today; make one before leaving; change the
passphrase. So: the last backup is the first line, one button makes another, and each way in has
its own button with what it does.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QFrame, QVBoxLayout

from kairos_desktop.services import passphrases
from kairos_desktop.views.settings.keeper import BackupLine, DataFacts, DataKeeper
from kairos_desktop.views.settings.phrases_dialog import TITLE, PhrasesDialog
from kairos_desktop.views.settings.secret_field import SecretField
from kairos_desktop.views.toolkit import dialogs, metrics
from kairos_desktop.views.toolkit.buttons import button
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.empty_state import Empty
from kairos_desktop.views.toolkit.facts import Facts
from kairos_desktop.views.toolkit.forms import Form
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.list_buttons import help_button
from kairos_desktop.views.toolkit.list_card import ListCard
from kairos_desktop.views.toolkit.page import Page
from kairos_desktop.views.toolkit.side_by_side import SideBySide
from kairos_desktop.views.toolkit.theme import set_look

_FAILED = "Cela n’a pas abouti. Vos données sont intactes : recommencez."
_WEAK = (
    "Cette phrase de passe se devinerait trop vite : sept mots sans rapport entre eux, ou douze "
    "caractères variés."
)
_DIFFERENT = "Les deux saisies ne sont pas identiques."
_SHEET = (
    "Une nouvelle feuille de secours remplace l’ancienne, dont le code n’ouvrira plus rien. Elle "
    "n’est montrée qu’une fois : ayez une imprimante prête."
)
_PERSONAL = (
    "Une seule personne l’utilise : le profil s’ouvre avec sa session, sans phrase de passe."
)
_DEMO = "Ce profil de démonstration n’a pas de phrase de passe : ses données sont fictives."

_COLUMNS = (
    Column("Faite", lambda line: line.made, 0, "strong", is_search=True),
    Column("Pourquoi", lambda line: line.reason, 180, "muted"),
    Column("Taille", lambda line: line.size, 92, "muted"),
)


class DataPage(Page):
    """The profile at work."""

    def __init__(self, desk: Desk, keeper: DataKeeper) -> None:
        super().__init__(desk, "Mes données et sauvegardes")
        self._keeper = keeper
        self._known: tuple[str, ...] = ()
        self._lines: dict[int, BackupLine] = {}
        self._where = Facts()
        self.back_up = button("Sauvegarder maintenant", self._on_back_up, look="primary")
        self.restore = button("Restaurer une sauvegarde…", keeper.ask_restore)
        self.backups = ListCard(
            "Sauvegardes vérifiées",
            _COLUMNS,
            self._fetch,
            buttons=[self.restore, self.back_up],
            noun=("sauvegarde", "sauvegardes"),
        )
        self.personal = QCheckBox("Ce poste est personnel")
        self.personal.setAccessibleName(self.personal.text())
        self.passphrase = button("Changer la phrase de passe…", self._on_passphrase)
        self.phrases = button(f"{TITLE}…", self._on_phrases)
        self._phrases: PhrasesDialog | None = None
        self.sheet = button("Refaire la feuille de secours…", self._on_sheet)
        self.add_button(help_button(desk, "donnees"))
        self.body.addWidget(SideBySide(self.backups, self._ways(), width=380), 1)
        self.personal.clicked.connect(self._on_personal)

    def show_place(self, arguments: Mapping[str, Any]) -> None:
        """Read where the data stands now."""
        self._ask()

    def focus_start(self) -> None:
        """Give the focus to the backup."""
        self.back_up.setFocus()

    def _ways(self) -> QFrame:
        card = QFrame()
        set_look(card, "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(*[metrics.px(16)] * 4)
        column.setSpacing(metrics.px(12))
        self._ways_said = Label()
        self._ways_said.setWordWrap(True)
        set_look(self._ways_said, "muted")
        self._personal_said = Label(_PERSONAL)
        self._personal_said.setWordWrap(True)
        set_look(self._personal_said, "small")
        folder = button("Ouvrir le dossier", self._on_folder)
        for title, widgets in (
            ("Dossier", (self._where, folder)),
            (
                "Ouverture du profil",
                (
                    self._ways_said,
                    self.passphrase,
                    self.phrases,
                    self.sheet,
                    self.personal,
                    self._personal_said,
                ),
            ),
        ):
            heading = Label(title)
            set_look(heading, "section")
            column.addWidget(heading)
            for each in widgets:
                column.addWidget(each)
        column.addStretch(1)
        return card

    def _ask(self) -> None:
        self.desk.fetch(self._keeper.facts, done=self._show, owner=self, key="facts")

    def _show(self, facts: DataFacts) -> None:
        self.set_title("Mes données et sauvegardes", facts.last_backup)
        self._known = facts.known
        self._folder = Path(facts.folder)
        self._where.show_facts([("Profil", facts.folder)])
        self._ways_said.setText(
            _DEMO
            if facts.is_demo
            else "Tout ce que vous enregistrez est chiffré. Sans phrase de passe ni feuille de "
            "secours, personne ne peut le relire, pas même nous."
        )
        self._shown = facts
        if self._phrases is not None:
            self._phrases.show_lines(facts.phrases)
        ways = (self.passphrase, self.phrases, self.sheet, self.personal, self._personal_said)
        for each in ways:
            each.setVisible(not facts.is_demo)
        self.personal.setChecked(facts.is_personal)
        self._lines = {line.id: line for line in facts.backups}
        empty = Empty(
            "Aucune sauvegarde pour l’instant.",
            "La première se fait d’elle-même peu après l’ouverture.",
        )
        self.backups.show_ids(list(self._lines), empty)
        self.backups.model.refresh_all()
        self.restore.setEnabled(bool(self._lines))
        self.back_up.setEnabled(True)

    def _fetch(self, ids: Sequence[Any], arrived: Callable[[Sequence[BackupLine]], None]) -> None:
        arrived([self._lines[each] for each in ids if each in self._lines])

    def _do(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Run a job off the GUI thread, then say its refusal or go on."""

        def attempt() -> tuple[str, Any]:
            try:
                return "", job()
            except Exception as error:
                refusal = getattr(error, "sentence", "")
                if not refusal:
                    raise
                return refusal, None

        def answered(answer: tuple[str, Any]) -> None:
            refusal, result = answer
            if refusal:
                self.desk.say(refusal)
            else:
                done(result)
            self._ask()

        def failed(_error: Exception) -> None:
            self.desk.say(_FAILED)
            self._ask()

        self.desk.lanes.read(attempt, answered, failed, self)

    def _on_back_up(self) -> None:
        self.back_up.setEnabled(False)
        self.desk.say("Sauvegarde en cours : copie, puis vérification…")

        def done(said: str) -> None:
            self.back_up.setEnabled(True)
            self.desk.say(said)

        def job() -> str:
            return self._keeper.back_up()

        self._do(job, done)

    def _on_passphrase(self) -> None:
        form = Form()
        form.add("present", SecretField("Phrase de passe actuelle"))
        form.add("new", SecretField("Nouvelle phrase de passe", hint=_WEAK.partition(" : ")[2]))
        form.add("again", SecretField("Répétez la nouvelle phrase de passe"))
        values = dialogs.ask(self, "Changer la phrase de passe", form, check=self._check)
        if values is not None:
            self._do(
                lambda: self._keeper.replace_passphrase(values["present"], values["new"]),
                lambda _: self.desk.say("La phrase de passe est changée. L’ancienne n’ouvre plus."),
            )

    def _on_phrases(self) -> None:
        self._phrases = dialog = PhrasesDialog(self, self.desk, self._keeper, self._do, self._check)
        dialog.finished.connect(self._on_phrases_closed)
        dialog.show_lines(self._shown.phrases)
        dialog.open()

    def _on_phrases_closed(self) -> None:
        if self._phrases is not None:
            self._phrases.deleteLater()
            self._phrases = None

    def _check(self, values: Mapping[str, Any]) -> dict[str, str]:
        if passphrases.bits(values["new"], self._known) < passphrases.ALONE:
            return {"new": _WEAK}
        return {"again": "" if values["again"] == values["new"] else _DIFFERENT}

    def _on_personal(self, personal: bool) -> None:
        said = (
            "Ce poste ouvre maintenant le profil sans phrase de passe."
            if personal
            else "La phrase de passe sera demandée à chaque ouverture."
        )
        self._do(lambda: self._keeper.set_personal(personal), lambda _: self.desk.say(said))

    def _on_sheet(self) -> None:
        title = "Refaire la feuille de secours"
        if dialogs.confirm(self, title, _SHEET, accept="Refaire la feuille"):
            self._do(self._keeper.recovery_sheet, self._show_sheet)

    def _show_sheet(self, pdf: bytes) -> None:
        from kairos_desktop.views.toolkit.pdf_preview import show_pdf

        show_pdf(self, self.desk, "Feuille de secours", pdf, "feuille-de-secours.pdf")

    def _on_folder(self) -> None:
        self._keeper.show_folder(self._folder)
