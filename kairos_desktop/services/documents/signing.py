# SPDX-License-Identifier: MIT
"""The signed code of a paper: what it claims, how it is written, how it is proved.

« Code de vérification signé par l’organisme »: no name and no identifier of a person in it, only
the paper's identity and 16 bytes of the SHA-256 of its printed text, under Ed25519. Format and
limits: docs/adr/0031.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from kairos_desktop.models.vocabulary import DocumentKind

PREFIX = "KD1:"
FILE_PREFIX = "KDF:"
_CODE_DOMAIN = b"kairos-desktop document 1\n"
_FILE_DOMAIN = b"kairos-desktop file 1\n"
_BODY = struct.Struct(">16s3s6s3sH16s8s")
_SIGNATURE = 64
_FILE_SEAL = re.compile(rb"KDF:([A-Z2-7]{103})")


class Claim(msgspec.Struct, frozen=True):
    """What a code says of the paper that carries it."""

    document_id: UUID
    kind: DocumentKind
    siret: str
    issued_on: date
    version: int
    digest: bytes
    key_id: bytes


def generate_key() -> bytes:
    """A new Ed25519 private key, 32 bytes; keeping it is the caller's matter."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The 32 bytes to publish, which prove a code without a network."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> bytes:
    """The 8 bytes by which a code names the key that signed it."""
    return hashlib.sha256(public).digest()[:8]


def sign(claim: Claim, private: bytes) -> str:
    """The text of the QR: `KD1:` and base32 capitals, the QR's alphanumeric mode."""
    body = _packed(claim)
    return PREFIX + _base32(body + _signature(_CODE_DOMAIN + body, private))


def read(code: str, public_keys: Iterable[bytes]) -> Claim | None:
    """The claim of a code signed by one of the keys; None for an unknown key.

    Raises ValueError for a text that is no code, or whose signature is not the key's.
    """
    raw = _unbase32(code.removeprefix(PREFIX))
    if not code.startswith(PREFIX) or len(raw) != _BODY.size + _SIGNATURE:
        raise ValueError("not a code")
    body, signature = raw[: _BODY.size], raw[_BODY.size :]
    claim = _unpacked(body)
    signer = next((key for key in public_keys if key_id(key) == claim.key_id), None)
    if signer is None:
        return None
    if not _proved(_CODE_DOMAIN + body, signature, signer):
        raise ValueError("not the signature of this key")
    return claim


def blank_file_seal() -> str:
    """The place of the file's own signature, filled by `seal_file`."""
    return FILE_PREFIX + "A" * 103


def seal_file(pdf: bytes, private: bytes) -> bytes:
    """The file, its blank seal replaced by the signature of all its other bytes."""
    seal = FILE_PREFIX + _base32(_signature(_FILE_DOMAIN + _blanked(pdf), private))
    return _FILE_SEAL.sub(seal.encode(), pdf, count=1)


def file_untouched(pdf: bytes, public: bytes) -> bool:
    """Whether not one byte of the file changed since it was issued."""
    found = _FILE_SEAL.findall(pdf)
    if len(found) != 1:
        return False
    try:
        signature = _unbase32(found[0].decode())
    except ValueError:
        return False
    return _proved(_FILE_DOMAIN + _blanked(pdf), signature, public)


def _blanked(pdf: bytes) -> bytes:
    return hashlib.sha256(_FILE_SEAL.sub(blank_file_seal().encode(), pdf)).digest()


def _packed(claim: Claim) -> bytes:
    if not (claim.siret.isascii() and claim.siret.isdigit() and len(claim.siret) == 14):
        raise ValueError("a signed paper needs a SIRET of 14 digits")
    return _BODY.pack(
        claim.document_id.bytes,
        claim.kind.value.encode().ljust(3),
        int(claim.siret).to_bytes(6, "big"),
        claim.issued_on.toordinal().to_bytes(3, "big"),
        claim.version,
        claim.digest,
        claim.key_id,
    )


def _unpacked(body: bytes) -> Claim:
    document_id, kind, siret, issued, version, digest, signer = _BODY.unpack(body)
    return Claim(
        document_id=UUID(bytes=document_id),
        kind=DocumentKind(kind.decode("ascii").rstrip()),
        siret=f"{int.from_bytes(siret, 'big'):014d}",
        issued_on=date.fromordinal(int.from_bytes(issued, "big")),
        version=version,
        digest=digest,
        key_id=signer,
    )


def _signature(message: bytes, private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def _proved(message: bytes, signature: bytes, public: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _unbase32(text: str) -> bytes:
    """The bytes of an unpadded base32 text; ValueError unless it is the one way to write them."""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise ValueError("not base32") from error
    if _base32(raw) != text:
        raise ValueError("not the canonical base32")
    return raw
