"""TLS to a hub: trusted is exactly one certificate, by its SHA-256. No clock is looked at.

The certificate is compared when the handshake ends, before a byte of a request is written.
"""

import hashlib
import hmac
import ssl
from typing import Any

PIN_BYTES = 32


class OtherCertificate(ssl.SSLError):
    """Somebody answers with another certificate than the one that was agreed on."""


def pin_of(certificate: bytes) -> bytes:
    """The pin of a certificate in DER."""
    return hashlib.sha256(certificate).digest()


def pinned_context(pin: bytes | None) -> "PinnedContext":
    """A client's context for this one certificate.

    None is for pairing only: the first certificate seen is accepted and is the pin from then on,
    because the proofs of pairing stand for it.
    """
    if pin is not None and len(pin) != PIN_BYTES:
        raise ValueError(f"a pin has {PIN_BYTES} bytes")
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # dates and names say nothing here; the pin says all
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.pin = pin
    context.sslsocket_class = _PinnedSocket
    context.sslobject_class = _PinnedObject
    return context


class PinnedContext(ssl.SSLContext):
    """``pin`` is the SHA-256 of the one certificate, None until the first was seen."""

    pin: bytes | None

    def require(self, certificate: bytes | None) -> None:
        """Raises ``OtherCertificate``."""
        if not certificate:
            raise OtherCertificate("no certificate was shown")
        seen = pin_of(certificate)
        if self.pin is None:
            self.pin = seen
        if not hmac.compare_digest(seen, self.pin):
            raise OtherCertificate("another certificate than the pinned one")


class _PinnedSocket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        try:
            _require(self.context, self.getpeercert(binary_form=True))
        except BaseException:
            self.close()
            raise


class _PinnedObject(ssl.SSLObject):
    def do_handshake(self) -> None:
        super().do_handshake()
        _require(self.context, self.getpeercert(binary_form=True))


def _require(context: Any, certificate: bytes | None) -> None:
    assert isinstance(context, PinnedContext)
    context.require(certificate)
