# SPDX-License-Identifier: MIT
"""Whether a code, or a PDF that carries one, is what the organisation issued; without a network.

What is checked of a PDF, each for itself: the signature of the code; every letter of every page
against the code; the printed QR against the code; every byte of the file. What a code alone
proves is less, and the sentence says it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

import msgspec

from kairos_desktop.services.documents import frame, phrases, preview, qr, signing
from kairos_desktop.services.documents.pages import fingerprint
from kairos_desktop.services.documents.signing import Claim

_IN_FILE = re.compile(r"KD1:[A-Z2-7]+")
_LARGEST = 64 * 1024 * 1024
_DOTS_A_MODULE = 4


class Outcome(StrEnum):
    """The verdict of a verification."""

    AUTHENTIC = "authentic"
    RESAVED = "resaved"
    CODE_ONLY = "code_only"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"
    UNREADABLE = "unreadable"


class Verification(msgspec.Struct, frozen=True):
    """A verdict, what the code claims when its signature holds, and the sentence to show."""

    outcome: Outcome
    sentence: str
    claim: Claim | None = None
    checked: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing that was checked is wrong."""
        return self.outcome in {Outcome.AUTHENTIC, Outcome.RESAVED, Outcome.CODE_ONLY}


def verify(source: str | bytes, public_keys: Sequence[bytes]) -> Verification:
    """Verify the text of a code, or the bytes of a PDF. Never raises for bad input."""
    if isinstance(source, bytes):
        return _verify_pdf(source, public_keys)
    return _verify_code("".join(source.split()), public_keys)


def _verify_code(code: str, public_keys: Sequence[bytes]) -> Verification:
    try:
        claim = signing.read(code, public_keys)
    except ValueError:
        return Verification(
            Outcome.ALTERED if code.startswith(signing.PREFIX) else Outcome.UNREADABLE,
            "Ce texte n’est pas un code de vérification valable : il a été changé, ou mal recopié."
            " Lisez à nouveau le code carré du papier, ou demandez l’original à l’organisme.",
        )
    if claim is None:
        return Verification(
            Outcome.UNKNOWN_KEY,
            "Ce code est signé par une clé que ce poste ne connaît pas : rien ne peut en être dit."
            " Demandez à l’organisme sa clé publique.",
        )
    return Verification(
        Outcome.CODE_ONLY,
        f"Le code est authentique : {described(claim)}. Le code seul ne dit pas si le papier"
        " autour de lui a été changé : comparez-le avec l’original, ou vérifiez le fichier PDF.",
        claim,
        ("code",),
    )


def described(claim: Claim) -> str:
    """« certificat d’inscription, version 1, délivré le … par l’organisme de SIRET … »."""
    name = frame.TITLES[claim.kind]
    issued = phrases.long_date(claim.issued_on)
    return (
        f"{name[:1].lower()}{name[1:]}, version {claim.version}, daté du {issued},"
        f" organisme de SIRET {phrases.siret(claim.siret)}"
    )


def _verify_pdf(pdf: bytes, public_keys: Sequence[bytes]) -> Verification:
    code = _code_of(pdf)
    if code is None:
        return Verification(
            Outcome.UNREADABLE,
            "Ce fichier n’est pas un PDF lisible portant un code de vérification. Rien n’a pu être"
            " vérifié ; demandez à l’organisme le fichier d’origine.",
        )
    told = _verify_code(code, public_keys)
    claim = told.claim
    if claim is None:
        return told
    with preview.opened(pdf) as pages:
        texts = [pages.text(index) for index in range(pages.count)]
        if fingerprint(texts) != claim.digest:
            return _altered("Le texte de ce fichier", claim)
        if not _code_printed(pages, code):
            return _altered("Le code carré imprimé", claim)
    signer = next(key for key in public_keys if signing.key_id(key) == claim.key_id)
    return _genuine(claim, untouched=signing.file_untouched(pdf, signer))


def _altered(what: str, claim: Claim) -> Verification:
    return Verification(
        Outcome.ALTERED,
        f"{what} n’est pas celui que l’organisme a signé : le document a été modifié."
        " Ne vous y fiez pas, demandez l’original à l’organisme.",
        claim,
        ("code",),
    )


def _genuine(claim: Claim, *, untouched: bool) -> Verification:
    checked = ("code", "text", "picture")
    if untouched:
        return Verification(
            Outcome.AUTHENTIC,
            f"Document authentique : {described(claim)}. Le fichier n’a pas changé d’un octet"
            " depuis qu’il a été produit.",
            claim,
            (*checked, "file"),
        )
    return Verification(
        Outcome.RESAVED,
        f"Le code et le texte sont ceux que l’organisme a signés : {described(claim)}. Mais le"
        " fichier a été réenregistré depuis : une image posée par-dessus le texte ne se verrait"
        " pas. Demandez le fichier d’origine en cas de doute.",
        claim,
        checked,
    )


def _code_of(pdf: bytes) -> str | None:
    if len(pdf) > _LARGEST:
        return None
    try:
        with preview.opened(pdf) as pages:
            found = _IN_FILE.search(pages.keywords)
    except preview.UnreadablePdf:
        return None
    return found[0] if found else None


def _code_printed(pages: preview.PdfPages, code: str) -> bool:
    """Whether the QR on the first page is the code's, module by module, where it must stand."""
    rows = qr.matrix(code)
    scale = _DOTS_A_MODULE * len(rows) / frame.CODE_SIDE
    picture = pages.picture(0, scale)
    return any(_stands(picture, rows, x * scale, y * scale) for x, y in frame.CODE_PLACES)


def _stands(picture: preview.PagePicture, rows: Sequence[bytes], left: float, top: float) -> bool:
    """Whether the middle of each module is as dark as it must be."""
    for line, row in enumerate(rows):
        y = int(top + (line + 0.5) * _DOTS_A_MODULE)
        for column, dark in enumerate(row):
            x = int(left + (column + 0.5) * _DOTS_A_MODULE)
            if y >= picture.height or x >= picture.width:
                return False
            if (picture.pixels[y * picture.stride + 3 * x] < 128) != bool(dark):
                return False
    return True
