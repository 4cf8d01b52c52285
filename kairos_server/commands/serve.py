# SPDX-License-Identifier: MIT
"""`kairos-server serve`: answers the posts, on this machine unless asked otherwise."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from kairos_server.commands import answers, log_lines, opening

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Config

    from kairos_server.settings import Settings


def run(args: Namespace) -> int:
    """Serve until the process is told to stop; requests under way are finished."""
    from kairos_server.application import create_app
    from kairos_server.serving import Serving, look_seldom_for_garbage

    settings = listening(opening.settings(args), args)
    _try_to_listen(settings)
    log_lines.install(logging.INFO)
    with opening.store(args) as store:
        app = create_app(store, settings, passwords=opening.passwords(settings))
        look_seldom_for_garbage()
        Serving(configuration(app, settings), app.state.services.news).run()
    return answers.Exit.DONE


def listening(settings: Settings, args: Namespace) -> Settings:
    """The settings with what the command line adds. CommandRefused for another machine's sight."""
    if args.port is not None:
        settings = opening.changed(settings, port=args.port)
    if args.host is not None:
        return opening.changed(settings, host=args.host)
    if not settings.socket and not is_this_machine(settings.host):
        raise answers.CommandRefused(
            "Les réglages font écouter ailleurs que sur cette machine, sans chiffrement. Mettez un "
            "serveur mandataire devant (docs/server.md), ou dites-le avec --host.",
            answers.Exit.USAGE,
        )
    return settings


def _try_to_listen(settings: Settings) -> None:
    """Refuse what uvicorn would say in English, with its own code. CommandRefused."""
    if settings.socket:
        folder = Path(settings.socket).absolute().parent
        if not os.access(folder, os.W_OK | os.X_OK):
            raise answers.CommandRefused(
                f"Impossible d’écouter sur « {settings.socket} » : « {folder} » n’existe pas, ou "
                "ce compte de la machine n’a pas le droit d’y écrire."
            )
        return
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, _kind, _protocol, _name, address in found:
            socket.create_server(address[:2], family=family).close()
    except socket.gaierror as error:
        raise answers.CommandRefused(f"« {settings.host} » n’est pas une adresse.") from error
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        raise answers.CommandRefused(
            f"Impossible d’écouter sur {where} : {answers.why(error)}."
        ) from error


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def configuration(app: FastAPI, settings: Settings) -> Config:
    """How uvicorn runs the application."""
    import uvicorn

    from kairos_server.routes.forwarded import Forwarded

    return uvicorn.Config(
        Forwarded(app, settings.proxies),
        host=settings.host,
        port=settings.port,
        uds=settings.socket or None,
        # Its own way believes nobody at the other end of a socket.
        proxy_headers=False,
        limit_concurrency=settings.connections_at_once,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=30,
        server_header=False,
        # Our own lines say what a request was, without its address or its content.
        access_log=False,
        log_config=None,
    )
