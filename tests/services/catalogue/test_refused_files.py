# SPDX-License-Identifier: MIT
"""Files that are refused whole: which, why, on which line; the catalogue stays as it was."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from kairos_desktop.services.catalogue import source_file
from kairos_desktop.services.catalogue.refusals import ImportRefused
from kairos_desktop.services.catalogue.search import Filter, find
from kairos_desktop.services.catalogue.store import Connection
from tests.services.catalogue.conftest import Import
from tests.services.catalogue.documents import EXAMPLE, document, formation

LAUGHS = (
    '<!DOCTYPE lheo [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
EXTERNAL = '<!DOCTYPE lheo [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def refused(preview: Import, content: bytes) -> ImportRefused:
    with pytest.raises(ImportRefused) as raised:
        preview(content)
    assert raised.value.sentence.endswith("Le catalogue n’a pas changé.")
    return raised.value


@pytest.mark.parametrize(
    "content",
    [
        document(formation(title="&c;"), before=LAUGHS),
        document(formation(title="&x;"), before=EXTERNAL),
        document(before="<!DOCTYPE lheo>"),
        document(before="<!-- " + "x" * 200_000 + " -->" + LAUGHS),
        document(before=LAUGHS, encoding="UTF-16"),
        document(before=LAUGHS, encoding="ISO-8859-1"),
        gzip.compress(document(before=EXTERNAL)),
    ],
    ids=["laughs", "external", "bare", "after a comment", "UTF-16", "Latin-1", "gzip"],
)
def test_any_doctype_is_refused(preview: Import, content: bytes) -> None:
    assert "DOCTYPE" in refused(preview, content).why


def test_a_doctype_that_the_first_look_missed_is_refused_too(
    preview: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        source_file, "read_prologue", lambda _: source_file.Prologue("lheo", "", "")
    )
    assert "DOCTYPE" in refused(preview, document(before=LAUGHS)).why


def test_a_malformed_file_says_its_line(preview: Import) -> None:
    content = document(formation(), formation(number="99_F2").replace("</action>", "</acte>"))
    found = refused(preview, content)
    assert "Une balise n’est pas refermée" in found.why
    assert found.line == 4
    assert "offre0.xml, ligne 4" in found.sentence


def test_a_file_cut_short(preview: Import) -> None:
    assert "coupé" in refused(preview, document()[:-40]).why


def test_a_truncated_archive(preview: Import) -> None:
    packed = gzip.compress(EXAMPLE.read_bytes())
    assert "archive gzip est coupée" in refused(preview, packed[: len(packed) // 2]).why


def test_a_damaged_archive(preview: Import) -> None:
    packed = bytearray(gzip.compress(EXAMPLE.read_bytes()))
    packed[len(packed) // 2] ^= 0xFF
    assert "archive gzip est abîmée" in refused(preview, bytes(packed)).why


def test_an_archive_that_swells_is_refused(
    preview: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "_RATIO_COUNTS_FROM", 100_000)
    swollen = document(*[formation(number=f"99_{n}", title="a" * 20_000) for n in range(200)])
    assert "gonfle" in refused(preview, gzip.compress(swollen)).why


def test_a_document_beyond_the_bound_is_refused(
    preview: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "MOST_BYTES", 10_000)
    assert "dépasse" in refused(preview, EXAMPLE.read_bytes()).why


def test_endless_content_without_a_formation_is_refused(
    preview: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "MOST_BYTES_A_FORMATION", 100_000)
    endless = document(before="").replace(b"<offres>", b"<offres>" + b"<autre/>" * 50_000)
    assert "16 Mo" in refused(preview, endless).why


def test_a_wrong_encoding(preview: Import) -> None:
    latin = document(formation(title="Été")).decode().encode("latin-1")
    assert "encodage" in refused(preview, latin).why


def test_an_encoding_that_does_not_exist(preview: Import) -> None:
    strange = document().replace(b'"UTF-8"', b'"X-RIEN"')
    assert "encodage" in refused(preview, strange).why


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "vide"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7", "XML lisible"),
        (b"<html><body/></html>", "sa racine est « html »"),
        (b'<lheo-index xmlns="http://lheo.gouv.fr/2.3"/>', "index LHÉO"),
        (b"<lheo><offres/></lheo>", "aucune formation"),
        (document(formation(title="a&nbsp;b")), "entité inconnue"),
    ],
)
def test_other_files(preview: Import, content: bytes, why: str) -> None:
    assert why in refused(preview, content).why


def test_a_missing_file(preview: Import, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="n’existe pas"):
        preview(tmp_path / "absent.xml")


def test_a_refused_file_changes_nothing(
    imported: Import, preview: Import, connection: Connection
) -> None:
    imported(EXAMPLE)
    before = find(connection, Filter()).ids
    refused(preview, document()[:-40])
    assert find(connection, Filter()).ids == before
    assert len(before) == 5


def test_a_formation_of_empty_elements_without_end_is_refused(
    preview: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_file, "MOST_TAGS_A_FORMATION", 5_000)
    many = document(formation().replace("</formation>", "<a/>" * 50_000 + "</formation>"))
    assert "balises" in refused(preview, many).why
    preview(document(*(formation(number=f"99_F{rank}") for rank in range(800))))


def test_what_is_no_file_is_refused_without_waiting(preview: Import, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xml"
    os.mkfifo(pipe)
    with pytest.raises(ImportRefused, match="pas un fichier"):
        preview(pipe)
