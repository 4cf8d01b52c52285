# SPDX-License-Identifier: MIT
import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from kairos_desktop.models.vocabulary import SlotKind
from kairos_desktop.services.rules.lists import Tab
from kairos_desktop.views.recruitment import enrolled_columns, registration_columns
from kairos_desktop.views.toolkit import metrics
from kairos_desktop.views.toolkit.columns import Column
from kairos_desktop.views.toolkit.row_delegate import SIDE

COLUMNS = {
    "enrolled": enrolled_columns.columns(),
    **{tab: registration_columns.columns(tab, SlotKind.MEETING) for tab in Tab},
}


@pytest.mark.parametrize("columns", COLUMNS.values(), ids=COLUMNS)
def test_an_identifier_of_eleven_figures_is_read_whole(
    app: QApplication, columns: tuple[Column, ...]
) -> None:
    font = QFont(metrics.font(metrics.TABLE))
    font.setFeature(QFont.Tag("tnum"), 1)
    need = QFontMetrics(font).horizontalAdvance("10000000041") + metrics.px(SIDE + 4)
    number = next(each for each in columns if each.title == "N° DE")
    assert metrics.px(number.width) >= need
