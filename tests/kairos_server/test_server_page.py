# SPDX-License-Identifier: MIT
"""The commands, settings and examples of docs/server.md hold against the code."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fastapi import FastAPI
from starlette.routing import Route

from kairos_desktop.services.sync import http_wire
from kairos_server.commands import parser, serve
from kairos_server.routes import exchange, health, hygiene
from kairos_server.settings import FILE, PREFIX, Settings

PAGE = (Path(__file__).parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
HERE = f"{Settings().host}:{Settings().port}"
UNITS = {"m": 1024**2, "MiB": 1024**2, "MB": 1000**2}
LONGEST_PATIENCE = max(http_wire._CARRY_PATIENCE, http_wire._PATIENCE + exchange.LONGEST_WAIT)


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, f"no example in {language}"
    return found[1]


def said(example: str, name: str) -> str:
    found = re.search(rf"^\s*{name} (.*?);?$", example, re.MULTILINE)
    assert found, f"{name} is not said"
    return found[1]


def size(text: str) -> int:
    number = text.rstrip("MiBm")
    return int(number) * UNITS[text.removeprefix(number)]


def rows_of(title: str) -> list[list[str]]:
    """The rows of the table under a title, without its head."""
    part = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split(" | ") for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def commands_of(of: argparse.ArgumentParser, *words: str) -> Iterator[str]:
    below = [a for a in of._actions if isinstance(a, argparse._SubParsersAction)]
    if not below:
        yield " ".join(words)
    for action in below:
        for name, inner in action.choices.items():
            yield from commands_of(inner, *words, name)


def test_the_table_names_every_command() -> None:
    written = [re.match(r"`([a-z]+(?: [a-z]+)?)", row[0]) for row in rows_of("Commands")]
    assert {found[1] for found in written if found} == set(commands_of(parser.build()))


def test_the_table_names_every_setting_and_its_default() -> None:
    written = dict[str, str]()
    for row in rows_of("Settings"):
        names = re.findall(r"`(\w+)`", row[0])
        values = row[1].split(", ") if len(names) > 1 else [row[1]] * len(names)
        written |= dict(zip(names, values, strict=True))
    fields = {each.name: each.default for each in msgspec.structs.fields(Settings)}
    assert written.keys() == fields.keys()
    for name, default in fields.items():
        # An empty text means something that the page says in words.
        if default != "":
            assert written[name].strip("`").lower() == _plain(default), name


def _plain(default: Any) -> str:
    return f"{default:g}" if isinstance(default, float) else str(default).lower()


@pytest.mark.parametrize(
    ("language", "address", "patience", "limit"),
    [
        ("nginx", "proxy_pass", "proxy_read_timeout", "client_max_body_size"),
        ("caddy", "reverse_proxy", "read_timeout", "max_size"),
    ],
)
def test_a_proxy_is_more_patient_and_takes_more_than_the_back_end(
    language: str, address: str, patience: str, limit: str
) -> None:
    text = example(language)
    assert HERE in said(text, address)
    assert int(said(text, patience).removesuffix("s")) > LONGEST_PATIENCE
    # What is too large is for the back end to say: a post then sends less at a time.
    assert size(said(text, limit)) > hygiene.LARGEST_BODY


def test_a_proxy_keeps_the_figures_from_the_outside() -> None:
    paths = {route.path for route in health.router.routes if isinstance(route, Route)}
    assert "/metrics" in paths
    assert "location = /metrics { return 404; }" in example("nginx")
    assert said(example("caddy"), "respond") == "/metrics 404"


def test_nginx_says_who_asks_and_writes_nothing_on_its_disk() -> None:
    text = example("nginx")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert said(text, "client_body_buffer_size") == said(text, "client_max_body_size")
    assert said(text, "proxy_max_temp_file_size") == "0"
    assert int(said(text, "client_body_timeout").removesuffix("s")) >= hygiene.PATIENCE


def test_a_caddyfile_opens_its_braces_at_the_ends_of_lines() -> None:
    for line in example("caddy").splitlines():
        assert re.fullmatch(r"\s*(?:[^{}]+ \{|[^{}]+|\})", line), line


def test_the_unit_starts_a_command_with_settings_and_lets_it_finish() -> None:
    unit = dict[str, list[str]]()
    for line in example("ini").splitlines():
        if "=" in line:
            name, _, value = line.partition("=")
            unit.setdefault(name, []).append(value)
    command = unit["ExecStart"][0].split()
    assert parser.build().parse_args(command[1:]).work == "serve:run"
    names = {value.partition("=")[0] for value in unit["Environment"]}
    fields = set(Settings.__struct_fields__)
    assert names <= {FILE, *(f"{PREFIX}{field.upper()}" for field in fields)}
    handed = {value.partition(":")[0] for value in unit["LoadCredential"]}
    assert handed == {value.rpartition("%d/")[2] for value in unit["Environment"]}
    grace = serve.configuration(FastAPI(), Settings()).timeout_graceful_shutdown
    assert grace
    assert int(unit["TimeoutStopSec"][0]) > grace
