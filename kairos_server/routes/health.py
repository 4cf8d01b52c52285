# SPDX-License-Identifier: MIT
"""Whether the back end answers, and its figures."""

from __future__ import annotations

from typing import cast

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from kairos_server.routes.answers import answer, described
from kairos_server.routes.metrics import Metrics
from kairos_server.routes.services import services_of

router = APIRouter()


class Health(msgspec.Struct, frozen=True):
    """The back end answers, and so does its database."""

    status: str


@router.get("/health", **described(Health, errors=(503,), public=True))
def health(request: Request) -> Response:
    """« ok » where the database answers too; 503 otherwise."""
    with services_of(request).store.reading_directory() as conn:
        conn.exec_driver_sql("SELECT 1")
    return answer(Health("ok"))


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """The figures for Prometheus; the proxy keeps them from the outside."""
    figures = cast("Metrics", request.app.state.metrics)
    return Response(figures.page(), media_type="text/plain; version=0.0.4; charset=utf-8")
