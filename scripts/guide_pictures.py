# SPDX-License-Identifier: MIT
"""Draws docs/guide/images from the real window: `python -m scripts.guide_pictures`.

The tour is played once, with the guide's own scenes between its chapters; the pages of several
posts come from the scenes of the tests, which hold a joined post without a server. Fictional
people only. A picture that no page of the guide shows is not kept.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "guide"
IMAGES = GUIDE / "images"
MOST_BYTES = 80_000
_COLOURS = (256, 128, 64)
_SHOWN = re.compile(r"!\[[^]]+\]\(images/([a-z0-9-]+)\.png\)")
_SIZE = "1366x768"
# Left, top, right, bottom: what stands beside says where the profile of that minute lay.
_PARTS = {"sauvegardes": (292, 52, 966, 768)}
# Module of the tests that draws, and its pictures by their name here.
_ELSEWHERE = {
    "tests.views.exchange.pictures": {
        "exchange": "echange",
        "travel": "deplacement",
        "settle": "a-regulariser",
    },
    "tests.views.settings.pictures": {
        "accounts-chosen": "comptes",
        "posts-chosen": "postes",
        "adhesion": "adhesion",
    },
}


def main() -> None:
    """Play, choose, shrink; say what was written."""
    wanted = shown_pictures()
    with tempfile.TemporaryDirectory(prefix="kairos-guide-") as place:
        drawn = _tour(Path(place) / "tour")
        for module, names in _ELSEWHERE.items():
            if wanted & set(names.values()):
                drawn |= _drawn_by(module, names, Path(place) / module)
        if missing := sorted(wanted - set(drawn)):
            raise SystemExit(f"No picture is named {', '.join(missing)}.")
        IMAGES.mkdir(exist_ok=True)
        for old in IMAGES.glob("*.png"):
            old.unlink()
        for name in sorted(wanted):
            size = _shrink(drawn[name], IMAGES / f"{name}.png")
            print(f"{name}.png {size / 1000:.0f} kB")


def shown_pictures() -> set[str]:
    """The names of the pictures that the pages show."""
    pages = (page.read_text(encoding="utf-8") for page in GUIDE.glob("*.md"))
    return {name for page in pages for name in _SHOWN.findall(page)}


def _tour(out: Path) -> dict[str, Path]:
    """Every picture of the tour and of the guide's scenes, by its name without its number."""
    out.mkdir(parents=True)
    _run([sys.executable, "-m", "scripts.guide_scenes", str(out)])
    return {path.stem.partition("-")[2]: path for path in out.glob("*.png")}


def _drawn_by(module: str, names: dict[str, str], out: Path) -> dict[str, Path]:
    _run([sys.executable, "-m", module, str(out), "light", _SIZE])
    return {name: out / f"{own}-light-{_SIZE}.png" for own, name in names.items()}


def _run(command: list[str]) -> None:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": "1",
        "KAIROS_THEME": "light",
        "QT_LOGGING_RULES": "qt.qpa.*=false",
    }
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stderr=subprocess.DEVNULL)


def _shrink(source: Path, target: Path) -> int:
    """Write a picture in few colours, to weigh less than MOST_BYTES; give its size."""
    from PIL import Image

    whole, size = Image.open(source).convert("RGB"), 0
    if target.stem in _PARTS:
        whole = whole.crop(_PARTS[target.stem])
    for colours in _COLOURS:
        _in_colours(whole, colours).save(target, optimize=True)
        if (size := target.stat().st_size) < MOST_BYTES:
            return size
    raise SystemExit(f"{target.name} weighs {size} bytes, more than {MOST_BYTES}.")


def _in_colours(whole: Image.Image, most: int) -> Image.Image:
    """The picture in `most` colours: a third are its commonest as they stand, for the grounds.

    The others are an octree's, which keeps a red word red; Pillow alone gives the one or the other.
    """
    from PIL import Image

    counted = whole.getcolors(whole.width * whole.height) or []
    own = [bytes(_rgb(colour)) for _, colour in sorted(counted, reverse=True)]
    tree = whole.quantize(most - most // 3, Image.Quantize.FASTOCTREE).getpalette() or []
    drawn = [bytes(tree[place : place + 3]) for place in range(0, len(tree), 3)]
    kept = list(dict.fromkeys([*own[: most // 3], *drawn]))[:most]
    nearest = {each: min(range(len(kept)), key=partial(_apart, each, kept)) for each in own}
    flat = whole.tobytes()
    places = bytes(nearest[flat[at : at + 3]] for at in range(0, len(flat), 3))
    few = Image.frombytes("P", whole.size, places)
    few.putpalette(b"".join(kept))
    return few


def _rgb(colour: Any) -> tuple[int, int, int]:
    red, green, blue = colour
    return red, green, blue


def _apart(one: bytes, kept: list[bytes], place: int) -> int:
    return sum((mine - its) ** 2 for mine, its in zip(one, kept[place], strict=True))


if __name__ == "__main__":
    main()
