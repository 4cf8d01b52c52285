# SPDX-License-Identifier: MIT
"""LHEO import against its floor, a bare lxml iterparse of the same file, in the same run.

    python benchmarks/lheo_import.py --mb 50 500 --folder /tmp

The import is whole: reading and comparing in the child process, then applying. Throughput is in MB
of XML a second; memory is the child's highest resident set.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.lheo_maker import write_lheo
from kairos_desktop.models.engine import DatabaseKey
from kairos_desktop.services.catalogue.child import apply_import, import_files
from kairos_desktop.services.catalogue.search import Filter, find, rows_for
from kairos_desktop.services.catalogue.store import open_catalogue
from kairos_desktop.services.catalogue.summary import Progress

TYPED = ("sec", "secrétaire", "accueil havre", "SE_0000012345", "11/01/2027", "rien de tel")


def bare(path: Path) -> float:
    """Seconds that lxml takes to go through the formations and forget them."""
    from lxml import etree

    start = time.perf_counter()
    with path.open("rb") as file:
        events = etree.iterparse(
            file,
            tag="{*}formation",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _, element in events:
            parent = element.getparent()
            element.clear(keep_tail=False)
            while element.getprevious() is not None:
                del parent[0]
    return time.perf_counter() - start


def whole(path: Path, catalogue: Path, key: DatabaseKey) -> tuple[float, float, int]:
    """Seconds to prepare, seconds to apply, and the child's highest resident bytes."""
    highest = 0

    def watch(_: Progress) -> None:
        nonlocal highest
        for child in psutil.Process().children(recursive=True):
            highest = max(highest, child.memory_info().rss)

    start = time.perf_counter()
    import_files([path], catalogue, key, watch, lambda: False)
    prepared = time.perf_counter()
    apply_import(catalogue, key, datetime.now(UTC))
    return prepared - start, time.perf_counter() - prepared, highest


def type_ahead(catalogue: Path, key: DatabaseKey) -> dict[str, float]:
    """Milliseconds to find, count and show the first page, in everybody's sessions."""
    connection = open_catalogue(catalogue, key, query_only=True)
    spent: dict[str, float] = {}
    for typed in TYPED:
        start = time.perf_counter()
        rows_for(connection, find(connection, Filter(words=typed)).ids[:200])
        spent[typed] = round((time.perf_counter() - start) * 1000, 1)
    connection.close()
    return spent


def measure(megabytes: float, folder: Path) -> dict[str, Any]:
    """One line of the table."""
    path, catalogue = folder / f"{megabytes:g}.xml", folder / f"{megabytes:g}.db"
    key = DatabaseKey(bytes(32))
    write_lheo(path, megabytes)
    before = bare(path)
    prepared, applied, highest = whole(path, catalogue, key)
    # The machine's speed drifts: the floor is taken on both sides.
    floor = (before + bare(path)) / 2
    size = path.stat().st_size / 1e6
    return {
        "mb": round(size),
        "bare_mb_s": round(size / floor, 1),
        "import_mb_s": round(size / (prepared + applied), 1),
        "ratio": round(floor / (prepared + applied), 3),
        "prepare_s": round(prepared, 2),
        "apply_s": round(applied, 2),
        "child_mib": round(highest / 2**20, 1),
        "catalogue_mb": round(catalogue.stat().st_size / 1e6, 1),
        "type_ahead_ms": type_ahead(catalogue, key),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, nargs="+", default=[50.0])
    parser.add_argument("--folder", type=Path, default=None)
    chosen = parser.parse_args()
    for megabytes in chosen.mb:
        with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
            print(json.dumps(measure(megabytes, Path(folder)), ensure_ascii=False))


if __name__ == "__main__":
    main()
