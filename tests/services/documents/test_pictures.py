# SPDX-License-Identifier: MIT
"""Golden pictures of each page, and the preview that draws them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from kairos_desktop.services.documents import images, preview
from kairos_desktop.services.documents.batch import render_batch
from kairos_desktop.services.documents.facts import Document, Pictures
from kairos_desktop.services.documents.render import render
from tests.services.documents import examples as x
from tests.services.documents.evidence_example import a_summary

GOLDEN = Path(__file__).parents[2] / "golden"
ALL: dict[str, Document] = {
    **x.SIGNED,
    "recovery": x.RECOVERY,
    "receipt": x.RECEIPT,
    "training-sheet": x.TRAINING_SHEET,
    "training-sheet-signed": x.SIGNED_SHEET,
    "evidence": a_summary(x.PROVIDER, x.SESSION),
}
PAGES = [
    (name, page)
    for name, count in {**dict.fromkeys(ALL, 1), "list-45": 2, "sheet-45": 3}.items()
    for page in range(count)
]


def picture(pdf: bytes, page: int) -> Image.Image:
    with preview.opened(pdf) as pages:
        return Image.open(io.BytesIO(pages.picture(page, 1.0).png())).convert("L")


def unlike(seen: Image.Image, golden: Image.Image) -> float:
    """The share of the page that clearly differs, smoothing left out."""
    if seen.size != golden.size:
        return 1.0
    difference = ImageChops.difference(
        seen.filter(ImageFilter.BoxBlur(1)), golden.filter(ImageFilter.BoxBlur(1))
    )
    return sum(difference.histogram()[48:]) / (seen.width * seen.height)


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_a_page_looks_as_it_was_accepted(name: str, page: int) -> None:
    """To accept a new look: look at it, then `python -m tests.services.documents.accept_pages`."""
    with Image.open(GOLDEN / f"paper-{name}-{page + 1}.png") as golden:
        assert unlike(picture(render(ALL[name], key=x.KEY).pdf, page), golden.convert("L")) < 0.0005


def test_the_comparison_sees_one_changed_word() -> None:
    with Image.open(GOLDEN / "paper-certificate-1.png") as golden:
        other = render(x.RETAINED_CERTIFICATE, key=x.KEY).pdf
        assert unlike(picture(other, 0), golden.convert("L")) > 0.0005


def test_a_preview_is_as_large_as_asked() -> None:
    with preview.opened(render(x.CERTIFICATE).pdf) as pages:
        assert pages.count == 1
        assert pages.size(0) == pytest.approx((595.28, 841.89), abs=0.02)
        drawn = pages.picture(0, preview.dots_per_inch(144))
    assert (drawn.width, drawn.height) == (1191, 1684)
    assert len(drawn.pixels) == drawn.stride * drawn.height
    assert drawn.pixels[:3] == b"\xff\xff\xff"


def test_bytes_that_are_no_pdf_are_refused() -> None:
    with pytest.raises(preview.UnreadablePdf), preview.opened(b"%PDF-1.4 no"):
        pass


def png(mode: str, size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind)
    return out.getvalue()


def test_a_logo_keeps_its_proportions_and_bad_ones_are_told() -> None:
    logo = png("RGBA", (400, 100))
    assert images.problem(logo) == ""
    assert images.fitted(logo, 120, 50) == (120, 30)
    assert images.problem(png("RGB", (10, 10), "JPEG")) == ""
    assert "PNG ou JPEG" in images.problem(png("RGB", (10, 10), "BMP"))
    assert "2 Mo" in images.problem(bytes(3_000_000))
    assert "millions de points" in images.problem(png("1", (5000, 4000)))
    assert images.fitted(b"nothing", 120, 50) == (0, 0)


def test_a_logo_and_a_stamp_are_drawn() -> None:
    pictures = Pictures(logo=png("RGB", (400, 100)), stamp=png("RGB", (100, 100)))
    plain = picture(render(x.CERTIFICATE, key=x.KEY).pdf, 0)
    assert unlike(picture(render(x.CERTIFICATE, pictures, x.KEY).pdf, 0), plain) > 0.01


def test_a_batch_is_one_file_whose_pages_are_those_of_each_paper_alone() -> None:
    told: list[tuple[int, int]] = []
    documents = [x.CERTIFICATE, x.LIST_OF_45, x.CONVOCATION]
    batch = render_batch(
        documents, Pictures(), x.KEY, lambda done, total: told.append((done, total))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    alone = [render(document, key=x.KEY) for document in documents]
    with preview.opened(batch.pdf) as pages:
        assert pages.count == batch.pages == 4
    own = [(each.pdf, page) for each in alone for page in range(each.pages)]
    for place, (pdf, page) in enumerate(own):
        assert unlike(picture(batch.pdf, place), picture(pdf, page)) == 0
    assert len(batch.pdf) < 0.6 * sum(len(each.pdf) for each in alone)
