# SPDX-License-Identifier: MIT
"""Plays the main job as a screen reader would: by names and actions, without mouse or pictures.

screen_reader.py PYTHON: starts the demonstration with that interpreter and prints, as JSON, what
was read on the way. Run by the interpreter of the system, which has gi and its Atspi; it expects a
display and a session bus of its own.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
PATIENCE = 12
PAUSE = threading.Event()


def until(found: Callable[[], Any], what: str) -> Any:
    """Give the first answer that is one; nodes that went away meanwhile are no answer."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            answer = found()
        except (gi.repository.GLib.Error, AttributeError):
            answer = None
        if answer:
            return answer
        PAUSE.wait(0.05)
    raise LookupError(what)


def children(node: Any) -> Iterator[Any]:
    for place in range(node.get_child_count()):
        if (child := node.get_child_at_index(place)) is not None:
            yield child


def walk(node: Any) -> Iterator[Any]:
    yield node
    for child in children(node):
        yield from walk(child)


def program() -> Any:
    """The running program, once it has a window."""

    def found() -> Any:
        programs = list(children(Atspi.get_desktop(0)))
        return next((each for each in programs if each.get_child_count()), None)

    return until(found, "the program")


def shows(node: Any) -> bool:
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


def get(name: str, role: str, root: Any = None, *, folded: bool = False) -> Any:
    """The first node of this name and role that shows; a folded one may lie out of sight."""

    def found() -> Any:
        nodes = (each for each in walk(root or program()) if each.get_role_name() == role)
        named = (each for each in nodes if name in (each.get_name() or ""))
        wanted = [each for each in named if role == "list item" or each.get_name() == name]
        return next((each for each in wanted if folded or shows(each)), None)

    return until(found, f"{role} {name!r}")


def dialog(title: str) -> Any:
    return get(title, "dialog")


def act(node: Any, action: str) -> None:
    actions = [
        Atspi.Action.get_action_name(node, n) for n in range(Atspi.Action.get_n_actions(node))
    ]
    assert Atspi.Action.do_action(node, actions.index(action)), node.get_name()


def press(name: str, root: Any = None, role: str = "push button") -> None:
    """Press a button once it can be."""
    enabled = Atspi.StateType.ENABLED
    node = until(lambda: (n := get(name, role, root)).get_state_set().contains(enabled) and n, name)
    act(node, "Press")


def choose_act(label: str) -> None:
    act(get(label, "table cell", get("Liste des actes métier", "tree"), folded=True), "Toggle")


def fill(root: Any, **texts: str) -> None:
    for name, text in texts.items():
        assert Atspi.EditableText.set_text_contents(get(name.replace("_", " "), "text", root), text)


def find_and_choose(root: Any, field: str, typed: str, answer: str) -> None:
    assert Atspi.EditableText.set_text_contents(get(field, "text", root), typed)
    act(get(answer, "list item", get(field, "list")), "Toggle")


def cells(table: str) -> list[str]:
    found = children(get(table, "table"))
    return [each.get_name() for each in found if each.get_role_name() == "table cell"]


def choose_line(table: str, name: str) -> None:
    """Select the line that holds this cell, once it is there."""

    def found() -> Any:
        view = get(table, "table")
        cell = next((each for each in children(view) if each.get_name() == name), None)
        return cell and (view, Atspi.Table.get_row_at_index(view, cell.get_index_in_parent()))

    view, row = until(found, name)
    if not Atspi.Table.is_row_selected(view, row):
        assert Atspi.Table.add_row_selection(view, row)
    until(lambda: list(Atspi.Table.get_selected_rows(view)) == [row], f"{name} alone selected")


def choices(one: str) -> list[str]:
    """Every choice of the panel that offers this one, as it stands open."""
    panel = get(one, "push button").get_parent()
    return [each.get_name() for each in children(panel)]


def heard(part: str) -> str:
    """The sentence on screen that holds these words."""
    named = lambda: [each.get_name() or "" for each in walk(program()) if shows(each)]  # noqa: E731
    return until(lambda: next((each for each in named() if part in each), None), part)


def play() -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for tree in ("Menu", "Liste des actes métier"):
        entries = children(get(tree, "tree"))
        lines = [each for each in entries if each.get_role_name() == "table cell"]
        seen[tree] = [each.get_name() for each in lines]
        seen[f"{tree}, à côté"] = [each.get_description() for each in lines]
    choose_act("Saisir une Info coll")
    box = dialog("Choisir une session")
    find_and_choose(box, "Session", "9001", "SE_0000009001")
    press("Continuer", box)
    box = dialog("Saisir une Info coll")
    fill(box, Date="+7", Début="9h30", Fin="11h", Nombre_de_places="5")
    press("Enregistrer", box)
    seen["meeting"] = heard("Info coll saisie")
    press("Inscrire un DE")
    box = dialog("Inscrire un DE à une Info coll")
    find_and_choose(box, "Demandeurs d’emploi", "lefev", "LEFÈVRE Anne")
    get("Retirer", "push button", box)
    fill(box, **{"Demandeurs d’emploi": "Quidam Zoé"})
    press("Créer un DE", box)
    press("Ajouter ce DE", box)
    press("Enregistrer", box)
    seen["registered"] = heard("2 personnes")
    choose_act("Saisir une présence en Info coll")
    choose_line("Saisie présence Info coll", "QUIDAM Zoé")
    press("Présent")
    seen["present"] = heard("Présence de QUIDAM Zoé enregistrée")
    choose_line("Saisie présence Info coll", "LEFÈVRE Anne")
    press("Absent")
    seen["absent"] = heard("Absence de Mme LEFÈVRE Anne enregistrée")
    choose_act("Saisir les résultats d'une Info coll")
    choose_line("Saisie résultat Info coll", "QUIDAM Zoé")
    press("Retenu")
    seen["selected"] = heard("Résultat de QUIDAM Zoé enregistré")
    press("Inscrits en formation", role="page tab")
    choose_line("Inscrits en formation", "QUIDAM Zoé")
    seen["enrolled"] = cells("Inscrits en formation")
    press("Imprimer…")
    seen["papers"] = choices("AIS : la ligne choisie")
    press("AIS : la ligne choisie")
    press("Fermer", dialog("Attestation d’inscription en stage"))
    press("Atelier des Quais – DÉMO")
    seen["organisation"] = choices("Restaurer une sauvegarde…")
    press("Atelier des Quais – DÉMO")
    press("Certificat")
    seen["certificate"] = heard("CI-")
    return seen


def main() -> None:
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(subprocess.Popen([LAUNCHER, "--launch-immediately"]))
        started.append(subprocess.Popen([sys.argv[1], "-m", "kairos_desktop", "demo"]))
        sys.stdout.write(json.dumps(play(), ensure_ascii=False) + "\n")
    finally:
        for each in reversed(started):
            each.terminate()
            each.wait(timeout=5)


if __name__ == "__main__":
    main()
