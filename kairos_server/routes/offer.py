# SPDX-License-Identifier: MIT
"""The published offer: what a post lacks of the sessions of its organisation."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kairos_desktop.services.sync.offer_wire import OfferAnswer
from kairos_server.offer.page import page
from kairos_server.routes.answers import answer, described, squeezed
from kairos_server.routes.caller import Member
from kairos_server.routes.services import services_of

router = APIRouter(prefix="/v1/offer")


@router.get("", **described(OfferAnswer, errors=(400, 422, 503), or_nothing=True))
def offered(
    request: Request, caller: Member, cursor: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """The next page after a cursor; 204 where nothing is new."""
    given = page(services_of(request).store, caller.org, cursor)
    return Response(status_code=204) if given is None else squeezed(request, answer(given))
