# SPDX-License-Identifier: MIT
"""« Informations prestataire », the sites, « Mes données », the appearance."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSettings
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from kairos_desktop.models.rows import ProviderRow, SiteRow
from kairos_desktop.views.settings.appearance_page import AppearancePage
from kairos_desktop.views.settings.data_page import DataPage
from kairos_desktop.views.settings.keeper import BackupLine, DataFacts, PhraseLine
from kairos_desktop.views.settings.kept_appearance import kept_choice
from kairos_desktop.views.settings.phrases_dialog import PhrasesDialog
from kairos_desktop.views.settings.picture_field import PictureField
from kairos_desktop.views.settings.provider_page import ProviderPage
from kairos_desktop.views.toolkit import dialogs
from kairos_desktop.views.toolkit.banners import Banner
from kairos_desktop.views.toolkit.desk import Desk
from kairos_desktop.views.toolkit.theme import apply_theme
from tests.factories import Scene
from tests.views.hearing import Heard, button_of, shown, wait_for_ids
from tests.views.walks import misnamed


@pytest.fixture
def page(scene: Scene, desk: Desk, qtbot: QtBot) -> ProviderPage:
    made = ProviderPage(desk)
    shown(qtbot, made)
    qtbot.waitUntil(lambda: made.form.texts["name"].text() == "Atelier des Quais")
    return made


def banners(page: ProviderPage) -> list[str]:
    return [each._sentence.text() for each in page.findChildren(Banner) if each.isVisibleTo(page)]


def a_png(path: Path, side: int = 8) -> Path:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(0xFF1D4F9C)
    raw, buffer = QByteArray(), QBuffer()
    buffer.setBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    path.write_bytes(raw.data())
    return path


def test_what_was_typed_is_saved_and_the_button_sleeps_again(
    scene: Scene, page: ProviderPage, heard: Heard, qtbot: QtBot
) -> None:
    assert not page.save.isEnabled()
    page.form.texts["nda_number"].set_text("28760000076")
    page.form.quality_until.set_value(date(2027, 12, 31))
    page.form.edited.emit()
    button_of(qtbot, page, "Enregistrer").click()
    qtbot.waitUntil(lambda: not page.save.isEnabled())
    (row,) = scene.rows(ProviderRow)
    assert (row.nda_number, row.quality_valid_until) == ("28760000076", date(2027, 12, 31))
    assert heard.notices[-1].sentence.startswith("Informations prestataire enregistrées.")


def test_the_years_that_papers_are_kept_are_the_organisation_s(
    scene: Scene, page: ProviderPage, qtbot: QtBot
) -> None:
    years = page.form.years
    assert [field.value() for field in years.values()] == [6, 10]
    years["kept_years"].set_value(None)
    assert page.form.provider(scene.rows(ProviderRow)[0].siret) is None
    years["kept_years"].set_value(3)
    page.form.edited.emit()
    button_of(qtbot, page, "Enregistrer").click()
    qtbot.waitUntil(lambda: not page.save.isEnabled())
    (row,) = scene.rows(ProviderRow)
    assert (row.kept_years, row.kept_years_cofunded) == (3, 10)


def test_without_a_quality_reference_the_loss_is_said_permanently(
    scene: Scene, page: ProviderPage, qtbot: QtBot
) -> None:
    assert banners(page) == []
    page.form.texts["quality_reference"].set_text("")
    page.form.edited.emit()
    button_of(qtbot, page, "Enregistrer").click()
    qtbot.waitUntil(lambda: len(banners(page)) == 1)
    assert "AIF" in banners(page)[0]


def test_an_outdated_quality_reference_is_said_too(scene: Scene, desk: Desk, qtbot: QtBot) -> None:
    scene.describe_provider(quality_valid_until=date(2026, 1, 31))
    page = ProviderPage(desk)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: len(banners(page)) == 1)
    assert "31/01/2026" in banners(page)[0]


def test_sites_are_added_and_closed(
    scene: Scene, page: ProviderPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {"label": "Salle de Fécamp", "address": "", "postcode": "76400", "town": "Fécamp"}
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: typed)
    page.sites._on_add()
    qtbot.waitUntil(lambda: len(scene.rows(SiteRow)) == 1)
    (site,) = scene.rows(SiteRow)
    wait_for_ids(qtbot, page.sites, [site.id])
    page.sites.table.choose([site.id])
    page.sites.table.run(page.sites.table.acts[1])
    qtbot.waitUntil(lambda: scene.rows(SiteRow)[0].closed)


def test_a_picture_is_taken_if_it_is_one_and_light_enough(app: Any, tmp_path: Path) -> None:
    field = PictureField("Logo")
    field.take_file(a_png(tmp_path / "logo.png"))
    assert field.text()
    assert field.error() == ""
    kept = field.text()
    (tmp_path / "faux.png").write_text("<svg/>", encoding="utf-8")
    field.take_file(tmp_path / "faux.png")
    assert "PNG ou JPEG" in field.error()
    (tmp_path / "gros.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300_001))
    field.take_file(tmp_path / "gros.png")
    assert "300 ko" in field.error()
    assert field.text() == kept


class Refusal(Exception):
    sentence = "Cette phrase de passe n’ouvre pas ce profil."


class FakeKeeper:
    """Answers at once and remembers."""

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.refuses = False
        self.phrases = [PhraseLine(UUID(int=0), "Odile", "02/11/2026")]

    def facts(self) -> DataFacts:
        line = BackupLine(0, "lun. 23 nov. 2026 à 8 h 30", "automatique", "4,2 Mo")
        return DataFacts(
            "/profil", "Dernière sauvegarde à 08:30", (line,), False, False, ("Atelier",),
            tuple(self.phrases),
        )  # fmt: skip

    def back_up(self) -> str:
        self._note("back up")
        return "Dernière sauvegarde vérifiée à 10:00."

    def replace_passphrase(self, present: str, new: str) -> None:
        self._note((present, new))

    def add_passphrase(self, present: str, person: str, new: str) -> None:
        self._note((present, person, new))
        self.phrases.append(PhraseLine(UUID(int=len(self.phrases)), person, "25/11/2026"))

    def remove_passphrase(self, phrase_id: UUID) -> None:
        self._note(phrase_id)
        self.phrases = [each for each in self.phrases if each.id != phrase_id]

    def set_personal(self, personal: bool) -> None:
        self._note(personal)

    def recovery_sheet(self) -> bytes:
        return b""

    def ask_restore(self) -> None:
        self._note("restore")

    def show_folder(self, folder: Path) -> None:
        self._note(folder)

    def _note(self, asked: Any) -> None:
        if self.refuses:
            raise Refusal
        self.asked.append(asked)


@pytest.fixture
def keeper() -> FakeKeeper:
    return FakeKeeper()


@pytest.fixture
def data(desk: Desk, keeper: FakeKeeper, qtbot: QtBot) -> DataPage:
    made = DataPage(desk, keeper)
    shown(qtbot, made)
    wait_for_ids(qtbot, made.backups, [0])
    return made


def test_a_backup_is_made_and_said(
    data: DataPage, keeper: FakeKeeper, heard: Heard, qtbot: QtBot
) -> None:
    button_of(qtbot, data, "Sauvegarder maintenant").click()
    qtbot.waitUntil(lambda: heard.notices[-1].sentence == "Dernière sauvegarde vérifiée à 10:00.")
    qtbot.waitUntil(data.back_up.isEnabled)
    assert keeper.asked == ["back up"]


def test_a_refused_backup_says_why_and_can_be_tried_again(
    data: DataPage, keeper: FakeKeeper, heard: Heard, qtbot: QtBot
) -> None:
    keeper.refuses = True
    button_of(qtbot, data, "Sauvegarder maintenant").click()
    qtbot.waitUntil(lambda: heard.notices[-1].sentence == Refusal.sentence)
    qtbot.waitUntil(data.back_up.isEnabled)


def test_a_weak_or_mistyped_passphrase_is_told_in_the_dialogue(data: DataPage) -> None:
    assert "devinerait" in data._check({"new": "atelier1", "again": "atelier1"})["new"]
    strong = "girafe bocal tambour cirage lundi violon quai"
    assert "identiques" in data._check({"new": strong, "again": "autre"})["again"]
    assert not any(data._check({"new": strong, "again": strong}).values())


def test_one_more_person_opens_the_profile_then_no_more(
    data: DataPage, keeper: FakeKeeper, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    button_of(qtbot, data, "Qui ouvre ce profil…").click()
    dialog = data.findChild(PhrasesDialog)
    assert isinstance(dialog, PhrasesDialog)
    ids = dialog.card.model.ids
    (only,) = ids()
    qtbot.waitUntil(lambda: dialog.card.model.row_at(0) is not None)
    dialog.card.table.choose([only])
    remove = button_of(qtbot, dialog, "Retirer")
    assert not remove.isEnabled()
    assert "la seule phrase" in remove.toolTip()
    typed = {"person": "Paul", "new": "n", "again": "n", "present": "p"}
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_more: typed)
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_more: True)
    button_of(qtbot, dialog, "Ajouter une personne…").click()
    qtbot.waitUntil(lambda: len(ids()) == 2)
    qtbot.waitUntil(lambda: dialog.card.model.row_at(1) is not None)
    dialog.card.table.choose([only])
    qtbot.waitUntil(remove.isEnabled)
    remove.click()
    qtbot.waitUntil(lambda: len(ids()) == 1)
    assert keeper.asked == [("p", "Paul", "n"), only]
    assert misnamed(dialog) == []
    dialog.accept()


def test_restoring_is_asked_of_the_profile(
    data: DataPage, keeper: FakeKeeper, qtbot: QtBot
) -> None:
    button_of(qtbot, data, "Restaurer une sauvegarde…").click()
    assert keeper.asked == ["restore"]


@pytest.fixture
def own_settings(app: Any, tmp_path: Path) -> Iterator[None]:
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(tmp_path))
    yield
    apply_theme(app, "light")


@pytest.mark.usefixtures("own_settings")
def test_the_appearance_is_worn_at_once_and_kept(desk: Desk, app: Any, qtbot: QtBot) -> None:
    page = AppearancePage(desk)
    shown(qtbot, page)
    page.choices["dark"].click()
    assert app.palette().window().color().lightness() < 128
    assert kept_choice() == "dark"


def test_every_control_is_named_as_it_reads(
    page: ProviderPage, data: DataPage, desk: Desk, qtbot: QtBot
) -> None:
    appearance = AppearancePage(desk)
    shown(qtbot, appearance)
    for each in (page, data, appearance):
        assert misnamed(each) == []
