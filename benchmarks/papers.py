# SPDX-License-Identifier: MIT
"""A certificate cold, warm and a thousand at once, beside a bare reportlab page as full."""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from benchmarks.processes import alone
from benchmarks.table import Line
from kairos_desktop import resource_files
from kairos_desktop.services.documents.facts import (
    DocumentHead,
    EnrolmentCertificate,
    EnrolmentFacts,
    PersonFacts,
    Pictures,
    ProviderFacts,
    SessionFacts,
)

KEY = bytes(range(32))
FACES = ("Inter-Regular", "Inter-Medium", "Inter-SemiBold")
COLD = (
    "import time; start = time.perf_counter(); from benchmarks.papers import {0}; {0}();"
    " print(time.perf_counter() - start)"
)


def paper(count: int = 0) -> EnrolmentCertificate:
    """A certificate, each with its own number and name."""
    return EnrolmentCertificate(
        head=DocumentHead(
            document_id=UUID(int=count + 1),
            number=f"CI-2026-A-{count:06d}",
            version=1,
            issued_on=date(2026, 11, 23),
            place="Le Havre",
        ),
        provider=ProviderFacts(
            name="Atelier des Quais", siret="99900011000026", phone="01 99 00 12 34"
        ),
        person=PersonFacts(civility="Madame", first_name="Anne", last_name=f"Lefèvre {count}"),
        session=SessionFacts(title="Secrétaire assistant", hours_total=770, hours_weekly=35),
        enrolment=EnrolmentFacts(
            state="Inscrit",
            to_validate=False,
            starts_on=date(2027, 1, 11),
            ends_on=date(2027, 6, 25),
            prescriber="France Travail – Le Havre Centre",
        ),
    )


def certificate() -> bytes:
    """One signed certificate."""
    from kairos_desktop.services.documents.render import render

    return render(paper(), key=KEY).pdf


def floor() -> bytes:
    """A page of forty strings in the same faces, by reportlab alone: no layout, no code."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for face in FACES:
        if face not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(face, str(resource_files.path("fonts", f"{face}.ttf"))))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1)
    for line in range(40):
        canvas.setFont(FACES[line % 3], 10)
        canvas.drawString(50, 800 - 15 * line, "Madame Anne LEFÈVRE, du 11 janvier au 25 juin")
    canvas.save()
    return out.getvalue()


def _cold(name: str) -> float:
    runs = [
        subprocess.run(
            [sys.executable, "-c", COLD.format(name)], check=True, capture_output=True, text=True
        )
        for _ in range(5)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def _warm(work: Callable[[], bytes]) -> float:
    times: list[float] = []
    for _ in range(50):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _silent(_done: int, _total: int) -> None:
    return


def batch(count: int) -> int:
    """The bytes of a batch."""
    from kairos_desktop.services.documents.batch import render_batch

    documents = [paper(number) for number in range(count)]
    return len(render_batch(documents, Pictures(), KEY, _silent).pdf)


def _thousand() -> float:
    start = time.perf_counter()
    alone("papers", "batch", 1000)
    return time.perf_counter() - start


def lines(_folder: Path) -> list[Line]:
    """The lines of the table."""
    first, page = "the first certificate, a fresh process", "a reportlab page of forty strings"
    cold, bare_cold = _cold("certificate"), _cold("floor")
    warm, bare = _warm(certificate), _warm(floor)
    return [
        Line(first, 1000 * cold, "ms", 1200, 1000 * bare_cold, page),
        Line("a certificate, warm", 1000 * warm, "ms", 100, 1000 * bare, page),
        Line(
            "1,000 certificates at once", _thousand(), "s", 20, 1000 * bare, f"1,000 times {page}"
        ),
    ]
