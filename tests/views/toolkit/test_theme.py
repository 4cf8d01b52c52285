# SPDX-License-Identifier: MIT
import re
from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from kairos_desktop import resource_files
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import Pill
from kairos_desktop.views.toolkit.icons import icon
from kairos_desktop.views.toolkit.pills import PillLabel
from kairos_desktop.views.toolkit.theme import (
    apply_theme,
    faded_ink,
    palette_from,
    set_look,
    style_sheet,
)
from kairos_desktop.views.toolkit.tokens import load_tokens, tokens_for
from tests.views.demo import make_window
from tests.views.demo_pages import PresencePage

SETS = ("light", "dark")


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_ON_GROUND = [
    *product(("ink", "muted", "accent", "danger", "ok", "warn", "hold"), ("surface", "raised")),
    *product(("ink", "muted"), ("bg", "row")),
    *((role, f"{role}_weak") for role in ("accent", "ok", "warn", "danger", "hold")),
    ("ink", "accent_weak"),
    ("surface", "accent"),
    ("surface", "ink"),
]


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_every_text_is_readable_on_its_ground(name: str, text: str, ground: str) -> None:
    tokens = load_tokens()[name]
    assert contrast(tokens.color(text), tokens.color(ground)) >= 4.5


@pytest.mark.parametrize("name", SETS)
def test_what_sleeps_is_still_readable(name: str) -> None:
    tokens = load_tokens()[name]
    assert contrast(faded_ink(tokens), tokens.color("surface")) >= 3


@pytest.mark.parametrize("name", SETS)
def test_the_palette_has_every_role_in_every_group(name: str) -> None:
    palette = palette_from(load_tokens()[name])
    for group in (
        QPalette.ColorGroup.Active,
        QPalette.ColorGroup.Inactive,
        QPalette.ColorGroup.Disabled,
    ):
        for role in QPalette.ColorRole:
            if role not in (QPalette.ColorRole.NColorRoles, QPalette.ColorRole.NoRole):
                assert palette.isBrushSet(group, role), (group, role)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled != palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    assert tokens_for(palette) is load_tokens()[name]
    palette.setCurrentColorGroup(QPalette.ColorGroup.Disabled)
    assert tokens_for(palette) is load_tokens()[name], "a button asleep wears the same theme"


@pytest.mark.parametrize("name", SETS)
def test_the_style_sheet_is_filled_and_keeps_the_ring(app: QApplication, name: str) -> None:
    sheet = style_sheet(load_tokens()[name])
    assert "$" not in sheet
    assert not re.search(r"\d+dp", sheet)
    for control in ("QPushButton", "QLineEdit", "QToolButton", "QComboBox", "QPlainTextEdit"):
        assert re.search(rf"{control}:focus[^{{]*\{{[^}}]*border: 2px solid", sheet), control
    assert "outline: 0" not in sheet


def test_no_colour_hides_in_the_style_sheet() -> None:
    source = resource_files.path("qss", "window.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b", source)


def test_windows_change_live(app: QApplication, qtbot: QtBot) -> None:
    window = make_window()
    qtbot.addWidget(window)
    window.show()
    page = window.pages.currentWidget()
    assert isinstance(page, PresencePage)
    qtbot.waitUntil(lambda: page.card.model.row_at(0) is not None)
    light = window.grab().toImage()
    apply_theme(app, "dark")
    dark = window.grab().toImage()
    apply_theme(app, "light")
    again = window.grab().toImage()
    for place in ((100, 20), (30, 300), (700, 600), (700, 300)):
        assert light.pixelColor(*place).lightness() > 200
        assert dark.pixelColor(*place).lightness() < 60
    assert again == light


def test_the_system_is_followed_only_when_asked(app: QApplication) -> None:
    hints = app.styleHints()
    apply_theme(app, "system")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    # The offscreen platform has no scheme: following it gives light.
    assert tokens_for(app.palette()) is load_tokens()["light"]
    apply_theme(app, "dark")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert tokens_for(app.palette()) is load_tokens()["dark"]
    apply_theme(app, "light")


def test_a_look_changes_live(app: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Nom")
    qtbot.addWidget(label)
    label.show()
    set_look(label, "title")
    assert label.font().pixelSize() == metrics.px(metrics.TITLE)
    set_look(label, "small")
    assert label.font().pixelSize() == metrics.px(metrics.SMALL)


def test_icons_wear_the_colour_asked_for(app: QApplication) -> None:
    image = icon("menu", "#B0261D").pixmap(16, 16).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#b0261d"}


def test_every_icon_is_drawn(app: QApplication) -> None:
    names = [file.stem for file in resource_files.path("icons").glob("*.svg")]
    assert names
    for name in names:
        assert not icon(name, "#000000").isNull()


def test_a_pill_always_has_a_word(app: QApplication, qtbot: QtBot) -> None:
    pill = PillLabel("Inscrit")
    qtbot.addWidget(pill)
    narrow = pill.sizeHint().width()
    pill.show_pill(Pill("En attente de validation", "hold"))
    assert pill.text() == "En attente de validation"
    assert pill.sizeHint().width() > narrow
    pill.show()
    image = pill.grab().toImage()
    ground = load_tokens()["light"].color("hold_weak")
    assert image.pixelColor(image.width() // 2, 3) == ground
