"""Signed statements: a JSON web signature among the attachments that says the same. Pure."""

from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from trainer_app.hub.mentions import Statement
from trainer_app.hub.strict_json import read_json
from trainer_app.training.xapi import Invalid, Version, check_statement, fingerprint

SIGNATURE = "http://adlnet.gov/expapi/attachments/signature"
_HASHES = {"RS256": "SHA256", "RS384": "SHA384", "RS512": "SHA512"}


def check_signature(
    statement: Statement, attachment: Mapping[str, Any], jws: bytes | None, version: Version
) -> None:
    """Raises ``Invalid`` where a signature is malformed, of another statement, or wrong.

    A signature that brings no certificate is believed as far as it goes: nobody can check it here.
    """
    if attachment["contentType"] != "application/octet-stream":
        raise Invalid("a signature must have the contentType application/octet-stream")
    if jws is None:
        raise Invalid("a signature must come with its statement")
    head, payload, signature = _pieces(jws)
    header, signed = _object(head), _object(payload)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise Invalid("a signature must be made by RS256, RS384 or RS512")
    check_statement(signed, version=version)
    if fingerprint(signed) != fingerprint(statement):
        raise Invalid("a signature must be of the statement it comes with")
    if "x5c" in header:
        _verify(header, head + b"." + payload, _decoded(signature))


def _pieces(jws: bytes) -> tuple[bytes, bytes, bytes]:
    pieces = jws.strip().split(b".")
    if len(pieces) != 3:
        raise Invalid("a signature must be a JSON web signature")
    return pieces[0], pieces[1], pieces[2]


def _object(piece: bytes) -> dict[str, Any]:
    value = read_json(_decoded(piece))
    if not isinstance(value, dict):
        raise Invalid("a signature must be of a JSON object")
    return value


def _decoded(piece: bytes) -> bytes:
    try:
        return urlsafe_b64decode(piece + b"=" * (-len(piece) % 4))
    except ValueError as error:
        raise Invalid("a signature must be a JSON web signature") from error


def _verify(header: Mapping[str, Any], told: bytes, signature: bytes) -> None:
    """By the certificate that it brings."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import InvalidVersion, load_der_x509_certificate

    try:
        certificate = load_der_x509_certificate(b64decode(header["x5c"][0]))
        key = certificate.public_key()
    except (ValueError, TypeError, LookupError, UnsupportedAlgorithm, InvalidVersion) as error:
        raise Invalid("a signature's certificate must be one") from error
    algorithm: hashes.HashAlgorithm = getattr(hashes, _HASHES[header["alg"]])()
    try:
        if not isinstance(key, RSAPublicKey):
            raise Invalid("a signature's certificate must hold an RSA key")
        key.verify(signature, told, PKCS1v15(), algorithm)
    except InvalidSignature as error:
        raise Invalid("a signature must be right by its own certificate") from error
