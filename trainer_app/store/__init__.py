"""What is remembered: one encrypted file, one append-only log. The only room with SQL."""

from trainer_app.store.database import Store
from trainer_app.store.progress import Progress
from trainer_app.store.statements import CertificateRow

__all__ = ["CertificateRow", "Progress", "Store"]
