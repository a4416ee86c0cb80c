"""The hub's own certificate: trusted by the fingerprint seen at pairing, not by its dates.

It holds from 2000 to 2100, so that a computer whose clock is wrong still reaches the hub.
"""

import hashlib
import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from trainer_app import durable
from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

FILE = "hub.pem"
_NAME = "Waypost"
_FROM, _TO = datetime(2000, 1, 1), datetime(2100, 1, 1)
_GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """The file with certificate and key, how its key is opened, and what devices pin."""

    path: Path
    password: bytes | None
    fingerprint: bytes

    @property
    def pin(self) -> str:
        return self.fingerprint.hex()

    @property
    def grouped(self) -> str:
        """The fingerprint for eyes: four signs, a space, four signs."""
        pin = self.pin.upper()
        return " ".join(pin[i : i + _GROUP] for i in range(0, len(pin), _GROUP))

    def context(self) -> ssl.SSLContext:
        """TLS 1.3 and nothing older. No session tickets: devices do not resume, and bytes count."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.num_tickets = 0
        context.load_cert_chain(self.path, password=self.password or _no_password)
        return context


def open_certificate(folder: Path, *, key: bytes | None) -> Certificate:
    """The certificate of the hub in ``folder``; made there when there is none.

    Where the database has a ``key``, the certificate's private key is locked with it.
    Raises ``StoreUnusable`` when the file is there and is no certificate of this hub.
    """
    path = folder / FILE
    password = _password(key) if key else None
    if not path.exists():
        _make(path, password)
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        fingerprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
        opened = Certificate(path=path, password=password, fingerprint=fingerprint)
        opened.context()
    except (ValueError, OSError) as error:
        raise StoreUnusable(
            _("The hub's certificate cannot be read. Bring hub.pem back from a backup.")
        ) from error
    return opened


def _make(path: Path, password: bytes | None) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_FROM)
        .not_valid_after(_TO)
        .sign(private, SHA256())
    )
    lock: KeySerializationEncryption = NoEncryption()
    if password:
        lock = BestAvailableEncryption(password)
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)
    durable.write(path, key + certificate.public_bytes(Encoding.PEM))


def _password(key: bytes) -> bytes:
    derived = HKDF(algorithm=SHA512(), length=32, salt=None, info=b"waypost hub.pem").derive(key)
    return derived.hex().encode()


def _no_password() -> bytes:
    """Instead of OpenSSL's question on the terminal, when the file is locked and we have no key."""
    return b""
