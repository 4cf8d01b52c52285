# SPDX-License-Identifier: MIT
"""The signed code: what proves, what betrays a change."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from uuid import UUID

import msgspec
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kairos_desktop.models.vocabulary import DocumentKind
from kairos_desktop.services.documents import frame, preview, qr, signing
from kairos_desktop.services.documents.facts import Pictures
from kairos_desktop.services.documents.pages import fingerprint, page_texts
from kairos_desktop.services.documents.painting import Painter
from kairos_desktop.services.documents.render import compose, painted, render
from kairos_desktop.services.documents.verifying import Outcome, verify
from tests.services.documents import examples as x

PUBLIC = signing.public_key(x.KEY)
OTHER = signing.public_key(bytes(32))
CODE = render(x.CERTIFICATE, key=x.KEY).code


def test_the_file_that_was_issued_is_authentic() -> None:
    found = verify(render(x.CERTIFICATE, key=x.KEY).pdf, [OTHER, PUBLIC])
    assert found.outcome is Outcome.AUTHENTIC
    assert found.checked == ("code", "text", "picture", "file")
    assert found.claim is not None
    assert found.claim.document_id == x.CERTIFICATE.head.document_id
    assert found.claim.kind is DocumentKind.ENROLMENT_CERTIFICATE
    assert found.claim.siret == x.PROVIDER.siret
    assert found.claim.issued_on == date(2026, 11, 23)
    assert found.claim.version == 1


@pytest.mark.parametrize("name", x.SIGNED)
def test_each_paper_proves_itself(name: str) -> None:
    assert verify(render(x.SIGNED[name], key=x.KEY).pdf, [PUBLIC]).outcome is Outcome.AUTHENTIC


def test_a_code_alone_proves_less_and_says_it() -> None:
    found = verify(CODE, [PUBLIC])
    assert found.outcome is Outcome.CODE_ONLY
    assert found.holds
    assert "ne dit pas si le papier" in found.sentence
    assert verify(f" {CODE[:90]}\n{CODE[90:]} ", [PUBLIC]).outcome is Outcome.CODE_ONLY


def test_the_code_holds_no_name_and_no_identifier() -> None:
    raw = signing._unbase32(CODE.removeprefix(signing.PREFIX))
    assert b"4567890D" not in raw
    assert b"LEF" not in raw.upper()


@given(
    place=st.integers(min_value=0, max_value=len(CODE) - 1),
    letter=st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:=a"),
)
@settings(max_examples=300, deadline=None)
def test_any_letter_changed_in_a_code_is_refused(place: int, letter: str) -> None:
    if CODE[place] == letter:
        return
    assert not verify(CODE[:place] + letter + CODE[place + 1 :], [PUBLIC]).holds


def test_a_code_can_be_written_in_one_way_only() -> None:
    """The last letter has spare bits: another one that decodes to the same bytes is refused."""
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
        assert verify(CODE[:-1] + letter, [PUBLIC]).holds == (letter == CODE[-1])


@given(bit=st.integers(min_value=0, max_value=118 * 8 - 1))
@settings(max_examples=200, deadline=None)
def test_any_bit_flipped_in_a_code_is_refused(bit: int) -> None:
    raw = bytearray(signing._unbase32(CODE.removeprefix(signing.PREFIX)))
    raw[bit // 8] ^= 1 << bit % 8
    assert not verify(signing.PREFIX + signing._base32(bytes(raw)), [PUBLIC]).holds


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
@settings(max_examples=150, deadline=None)
def test_anything_else_is_refused_with_a_sentence(source: str | bytes) -> None:
    found = verify(source, [PUBLIC])
    assert not found.holds
    assert found.sentence.endswith(".")


def test_another_organisations_key_proves_nothing() -> None:
    assert verify(CODE, [OTHER]).outcome is Outcome.UNKNOWN_KEY
    assert verify(CODE, []).outcome is Outcome.UNKNOWN_KEY


def test_a_key_that_borrows_anothers_name_is_refused() -> None:
    claim = signing.read(CODE, [PUBLIC])
    assert claim is not None
    forged = signing.sign(claim, bytes(32))
    assert verify(forged, [PUBLIC]).outcome is Outcome.ALTERED


def forged_name(old: str, new: str) -> bytes:
    """The paper of somebody else, drawn with the code of Anne's and without its file seal."""
    honest = compose(x.CERTIFICATE, Pictures(), x.KEY)
    person = msgspec.structs.replace(x.ANNE, last_name=new)
    assert old in x.ANNE.last_name
    other = compose(msgspec.structs.replace(x.CERTIFICATE, person=person), Pictures(), x.KEY)
    return painted(other._replace(code=honest.code), x.KEY).pdf


@pytest.mark.parametrize("new", ["Lefevre", "Lefèvres", "Lefévre"])
def test_a_name_changed_in_the_file_is_seen(new: str) -> None:
    found = verify(forged_name("Lefèvre", new), [PUBLIC])
    assert found.outcome is Outcome.ALTERED
    assert "texte" in found.sentence


def test_another_qr_on_the_page_is_seen() -> None:
    honest = compose(x.CERTIFICATE, Pictures(), x.KEY)
    other = compose(x.RETAINED_CERTIFICATE, Pictures(), x.KEY)
    painter = Painter("", "", honest.code)
    painter.add(honest.pages, other.code)
    found = verify(painter.finish(), [PUBLIC])
    assert found.outcome is Outcome.ALTERED
    assert "code carré" in found.sentence


def test_a_file_saved_again_keeps_its_text_but_not_its_seal() -> None:
    pdf = render(x.CERTIFICATE, key=x.KEY).pdf
    document = pypdfium2.PdfDocument(pdf)
    out = io.BytesIO()
    document.save(out)
    document.close()
    found = verify(out.getvalue(), [PUBLIC])
    assert found.outcome is Outcome.RESAVED
    assert found.holds
    assert "réenregistré" in found.sentence


@given(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=7))
@settings(max_examples=60, deadline=None)
def test_any_bit_of_the_file_changed_is_seen(place: int, bit: int) -> None:
    pdf = bytearray(render(x.CERTIFICATE, key=x.KEY).pdf)
    pdf[place % len(pdf)] ^= 1 << bit
    assert not signing.file_untouched(bytes(pdf), PUBLIC)


def test_the_printed_square_is_the_code_and_large_enough() -> None:
    """Reads the picture's modules, then the text that they spell, by the shape of the code."""
    rendered = render(x.CERTIFICATE, key=x.KEY)
    rows = qr.matrix(rendered.code)
    assert frame.CODE_SIDE >= 30 * 72 / 25.4 - 0.01
    with preview.opened(rendered.pdf) as pages:
        scale = 3.0
        picture = pages.picture(0, scale)
    x0, y0 = frame.FOOTER_CODE
    module = frame.CODE_SIDE / len(rows)

    def dark(column: float, line: float) -> bool:
        px = int((x0 + (column + 0.5) * module) * scale)
        py = int((y0 + (line + 0.5) * module) * scale)
        return picture.pixels[py * picture.stride + 3 * px] < 128

    assert all(
        dark(column, line) == bool(value)
        for line, row in enumerate(rows)
        for column, value in enumerate(row)
    )
    around = (-4, -1, len(rows), len(rows) + 3)
    assert not any(dark(near, along) for near in around for along in range(-4, len(rows) + 4))
    assert not any(dark(along, near) for near in around for along in range(-4, len(rows) + 4))


def test_nothing_is_fetched_and_no_markup_is_known() -> None:
    """reportlab's paragraphs, which read markup and fetch images, are never imported."""
    script = (
        "import sys\n"
        "from tests.services.documents import examples as x\n"
        "from kairos_desktop.services.documents.render import render\n"
        "render(x.CERTIFICATE, key=x.KEY)\n"
        "from reportlab import rl_config\n"
        "assert rl_config.trustedHosts == [] and rl_config.trustedSchemes == []\n"
        "bad = [m for m in sys.modules if m.startswith('reportlab.platypus')"
        " or m in ('reportlab.lib.extformat', 'reportlab.lib.fontfinder')]\n"
        "assert not bad, bad\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


NAMES = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x370, max_codepoint=0x52F),
        st.sampled_from("’«»–—·→-\u00a0\u202f محمد王😀\u202e\u0301ﬁ<>&'\"\\()"),
    ),
    min_size=1,
    max_size=200,
)


@given(NAMES, NAMES)
@settings(max_examples=60, deadline=None)
def test_any_name_is_printed_as_signed(first: str, last: str) -> None:
    """T-25: what pdfium reads back is what was signed, for names of any letters."""
    person = msgspec.structs.replace(x.ANNE, first_name=first, last_name=last)
    rendered = render(msgspec.structs.replace(x.CERTIFICATE, person=person), key=x.KEY)
    assert verify(rendered.pdf, [PUBLIC]).outcome is Outcome.AUTHENTIC


def test_the_fingerprint_keeps_letters_order_and_pages() -> None:
    assert fingerprint(["a b", "c"]) == fingerprint(["ab", " c\n"])
    assert len({fingerprint(t) for t in (["ab", "c"], ["a", "bc"], ["ba", "c"], ["aB", "c"])}) == 4
    assert page_texts(compose(x.CERTIFICATE, Pictures(), None).pages)


def test_a_claim_needs_a_whole_siret() -> None:
    claim = signing.Claim(
        UUID(int=1), DocumentKind.CONVOCATION, "123", date(2026, 1, 1), 1, bytes(16), bytes(8)
    )
    with pytest.raises(ValueError, match="14 digits"):
        signing.sign(claim, x.KEY)


def test_two_generated_keys_differ_and_sign() -> None:
    one, two = signing.generate_key(), signing.generate_key()
    assert one != two
    assert len(one) == len(signing.public_key(one)) == 32
