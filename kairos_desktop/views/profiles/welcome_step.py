# SPDX-License-Identifier: MIT
"""The first start: try, work alone, or join the organisation's server."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kairos_desktop.views.profiles.step import Step, link
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.buttons import KeyButton, button
from kairos_desktop.views.toolkit.label import Label
from kairos_desktop.views.toolkit.theme import set_look

WHY_NO_SERVER = "Pas encore possible : le serveur des organismes n’est pas encore disponible."
_JOIN = (
    "Plusieurs postes, les mêmes listes. Il faut l’adresse du serveur et un compte ; les données "
    "restent chiffrées sur cet ordinateur, aussi sans réseau."
)
_BUTTON_WIDTH = 140


class WelcomeStep(Step):
    """Three ways to begin.

    Signals:
        demo_asked(), create_asked(), connect_asked(), elsewhere_asked(): what was chosen.
        back_asked(): back to the profiles of this post.
    """

    demo_asked = Signal()
    create_asked = Signal()
    connect_asked = Signal()
    elsewhere_asked = Signal()
    back_asked = Signal()

    def __init__(self, *, has_server: bool = False) -> None:
        """With `has_server`, this program can speak to the server of an organisation."""
        super().__init__("Bienvenue", "Comment voulez-vous commencer ?")
        unit = metrics.px(metrics.UNIT)
        self.alone = button("Poste autonome", self.create_asked.emit, look="primary")
        self.demo = button("Découvrir", self.demo_asked.emit)
        why_not = "" if has_server else WHY_NO_SERVER
        self.server = button("Se connecter", self.connect_asked.emit, tooltip=why_not)
        self.server.setEnabled(has_server)
        self.server.setAccessibleDescription(why_not)
        self.body.setSpacing(unit + unit // 2)
        for choice in (
            _choice(
                "Travailler avec vos sessions",
                "Vos données restent sur cet ordinateur, chiffrées. Il suffit de votre SIRET.",
                self.alone,
            ),
            _choice(
                "Essayer avec un organisme fictif",
                "Rien à remplir, et rien de ce que vous y faites ne compte.",
                self.demo,
            ),
            _choice("Rejoindre le serveur de votre organisme", why_not or _JOIN, self.server),
        ):
            self.body.addWidget(choice)
        self.elsewhere = link("Ouvrir un profil qui se trouve ailleurs…", self.elsewhere_asked.emit)
        self.body.addWidget(self.elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        self.back = self.add_back("Retour", self.back_asked.emit)

    def show_back(self, shown: bool) -> None:
        """Offer the way back where there are profiles."""
        self.back.setVisible(shown)

    def focus_start(self) -> None:
        self.alone.setFocus()


def _choice(title: str, sentence: str, made: KeyButton) -> QFrame:
    """One way to begin: what it is, what it means, its button."""
    frame = QFrame()
    set_look(frame, "choice")
    heading, detail = Label(title), Label(sentence)
    set_look(heading, "section")
    set_look(detail, "muted")
    detail.setWordWrap(True)
    words = QVBoxLayout()
    words.setSpacing(metrics.px(2))
    words.addWidget(heading)
    words.addWidget(detail)
    row = QHBoxLayout(frame)
    row.setContentsMargins(*[metrics.px(2 * metrics.UNIT)] * 4)
    row.setSpacing(metrics.px(2 * metrics.UNIT))
    row.addLayout(words, 1)
    made.setMinimumWidth(metrics.px(_BUTTON_WIDTH))
    row.addWidget(made)
    return frame
