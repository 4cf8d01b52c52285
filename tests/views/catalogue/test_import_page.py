# SPDX-License-Identifier: MIT
"""« Importer l’offre »: a look before, the import, its undo, and files that are refused."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kairos_desktop.assembly.catalogue_shelf import CatalogueShelf
from kairos_desktop.services.catalogue.search import Filter, Sort
from kairos_desktop.views.catalogue.import_page import ImportPage
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Desk
from tests.factories import SIRET
from tests.views.catalogue.conftest import SAMPLE
from tests.views.hearing import button_of, shown
from tests.views.walks import misnamed

LONG = 20_000


@pytest.fixture
def page(desk: Desk, shelf: CatalogueShelf, qtbot: QtBot) -> ImportPage:
    made = ImportPage(desk, shelf)
    shown(qtbot, made)
    return made


def wait(qtbot: QtBot, page: ImportPage) -> None:
    """Wait for the child process to have answered."""
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)


def said(page: ImportPage) -> str:
    banner = page.findChild(Banner)
    return "" if banner is None else banner._sentence.text()


def count(shelf: CatalogueShelf) -> int:
    return len(shelf.find(Filter(siret=SIRET), Sort.START).ids)


def test_a_file_is_looked_at_then_imported_then_undone(
    page: ImportPage, shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page.read_files([SAMPLE])
    wait(qtbot, page)
    assert page.figures["Nouvelles"]._figure.text() == "5"
    assert "Rien n’est encore modifié." in page._what.text()
    assert count(shelf) == 0
    button_of(qtbot, page, "Importer").click()
    wait(qtbot, page)
    assert said(page) == "Import terminé : 5 nouvelles sessions."
    assert count(shelf) == 3
    qtbot.waitUntil(lambda: page.undo.isVisible())
    button_of(qtbot, page, "Annuler l’import").click()
    wait(qtbot, page)
    assert "est annulé" in said(page)
    assert count(shelf) == 0


def test_the_same_file_again_has_nothing_to_import(
    page: ImportPage, shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    shelf.prepare([SAMPLE], lambda _: None, lambda: False)
    shelf.apply()
    page.read_files([SAMPLE])
    wait(qtbot, page)
    assert page.figures["Inchangées"]._figure.text() == "5"
    assert not page.take.isEnabled()


def test_giving_up_the_preview_changes_nothing(
    page: ImportPage, shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page.read_files([SAMPLE])
    wait(qtbot, page)
    button_of(qtbot, page, "Annuler").click()
    assert page.choose.isVisible()
    assert count(shelf) == 0


def test_a_malformed_file_is_refused_whole_with_its_line(
    page: ImportPage, shelf: CatalogueShelf, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "offre.xml"
    broken.write_text("<lheo>\n<offres>\n<formation></lheo>", encoding="utf-8")
    page.read_files([broken])
    wait(qtbot, page)
    assert said(page).startswith("offre.xml, ligne 3 : ")
    assert said(page).endswith("Le catalogue n’a pas changé.")
    assert count(shelf) == 0


def test_an_import_is_stopped_on_demand(
    page: ImportPage, shelf: CatalogueShelf, qtbot: QtBot
) -> None:
    page.read_files([SAMPLE])
    button_of(qtbot, page, "Annuler").click()
    wait(qtbot, page)
    assert said(page) == "L’import est arrêté. Le catalogue n’a pas changé."


def test_every_control_is_named_as_it_reads(page: ImportPage, qtbot: QtBot) -> None:
    assert misnamed(page) == []
    page.read_files([SAMPLE])
    wait(qtbot, page)
    assert misnamed(page) == []
