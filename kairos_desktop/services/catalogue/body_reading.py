# SPDX-License-Identifier: MIT
"""Addresses, contacts, bodies and their SIRETs, read from their elements."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from kairos_desktop.services.catalogue.elements import (
    Parts,
    all_nested,
    local_name,
    nested,
    parts,
    text,
)
from kairos_desktop.services.catalogue.offer import Address, Contact, Provider
from kairos_desktop.services.catalogue.plain_text import line
from kairos_desktop.services.rules.identifiers import is_siret

if TYPE_CHECKING:
    from kairos_desktop.services.catalogue.elements import Element

Warn = Callable[[str], None]

_is_good = lru_cache(maxsize=8192)(is_siret)

# Where each field of an address goes; the rest (codes, position on the map) is not kept.
_ADDRESS_FIELDS = {
    "ligne": "lines",
    "denomination": "name",
    "codepostal": "postcode",
    "ville": "town",
    "region": "region",
}


def read_siret(written: str, whose: str, warn: Warn) -> str:
    """The SIRET; "" for none or zeros only. Mends a 15th leading zero and warns of what is wrong.

    A wrong one is kept as written: it is the CARIF-OREF that corrects it. Source: standards A8, C.
    """
    written = "".join(written.split())
    if not written.strip("0"):
        return ""
    if len(written) == 15 and written[0] == "0" and written.isdigit():
        written = written[1:]
        warn(f"SIRET {whose} {written} : un zéro de trop en tête a été retiré.")
    if not _is_good(written):
        shaped = len(written) == 14 and written.isdigit()
        why = "sa clé est fausse" if shaped else "14 chiffres attendus"
        warn(f"SIRET {whose} « {written} » gardé tel quel mais douteux : {why}.")
    return written


def read_address(element: Element) -> Address:
    """An `adresse` element."""
    fields: dict[str, str] = {}
    lines: list[str] = []
    for child in element:
        field = _ADDRESS_FIELDS.get(local_name[child.tag])
        if field is None:
            continue
        said = line(child.text)
        if not said:
            continue
        if field == "lines":
            lines.append(said)
        else:
            fields[field] = said
    return Address(lines=tuple(lines), **fields)


def wrapped_address(found: Parts, name: str) -> Address | None:
    """The address of `name/adresse`, or of `name/coordonnees/adresse`."""
    for element in found.get(name, ()):
        inner = parts(element)
        if addresses := inner.get("adresse"):
            return read_address(addresses[0])
        if "coordonnees" in inner:
            return wrapped_address(inner, "coordonnees")
    return None


def read_contacts(found: Parts, name: str, origin: str) -> tuple[Contact, ...]:
    """The contacts of every `name` child that say something."""
    elements = found.get(name)
    if not elements:
        return ()
    read = (_read_contact(element, origin) for element in elements)
    return tuple(contact for contact in read if contact is not None)


def _read_contact(element: Element, origin: str) -> Contact | None:
    kind, details = "", None
    for child in element:
        name = local_name[child.tag]
        if name == "coordonnees":
            details = child
        elif name == "type-contact":
            kind = line(child.text)
    if details is None:
        return None
    inner = parts(details)
    contact = Contact(
        origin=origin,
        kind=kind,
        last_name=text(inner, "nom"),
        first_name=text(inner, "prenom"),
        phones=(*all_nested(inner, "telfixe"), *all_nested(inner, "portable")),
        email=text(inner, "courriel"),
    )
    said = contact.last_name or contact.first_name or contact.phones or contact.email
    return contact if said else None


def read_responsible(element: Element, warn: Warn) -> Provider:
    """An `organisme-formation-responsable` element."""
    found = parts(element)
    siret = nested(found, "SIRET-organisme-formation")
    return Provider(
        number=line(element.get("numero")),
        siret=read_siret(siret, "de l’organisme responsable", warn),
        name=text(found, "nom-organisme"),
        legal_name=text(found, "raison-sociale"),
        activity_number=text(found, "numero-activite"),
        uai=nested(found, "code-UAI-organisme-formation"),
        address=wrapped_address(found, "coordonnees-organisme"),
        contacts=(
            *read_contacts(found, "contact-organisme", "responsible"),
            *read_contacts(found, "coordonnees-organisme", "responsible"),
        ),
    )


def read_trainer(element: Element, warn: Warn) -> Provider:
    """An `organisme-formateur` element."""
    found = parts(element)
    siret = nested(found, "SIRET-formateur")
    return Provider(
        number=line(element.get("numero")),
        siret=read_siret(siret, "de l’organisme formateur", warn),
        name=text(found, "raison-sociale-formateur"),
        uai=nested(found, "code-UAI-formateur"),
        contacts=read_contacts(found, "contact-formateur", "trainer"),
    )
