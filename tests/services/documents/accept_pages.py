# SPDX-License-Identifier: MIT
"""Writes the golden picture of each page: run it after having looked at the new ones."""

from __future__ import annotations

from tests.services.documents.examples import KEY
from tests.services.documents.test_pictures import ALL, GOLDEN, PAGES, picture, render

if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, page in PAGES:
        drawn = picture(render(ALL[name], key=KEY).pdf, page)
        drawn.quantize(16).save(GOLDEN / f"paper-{name}-{page + 1}.png", optimize=True)
