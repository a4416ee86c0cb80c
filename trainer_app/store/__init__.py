"""What is remembered: one encrypted file, one append-only log. The only room with SQL."""

from trainer_app.store.chains import Held, SignedHead, Tampered
from trainer_app.store.database import SITE_ID, Store
from trainer_app.store.directory import FeedRecord, MergedPeople
from trainer_app.store.endpoints import EndpointRow
from trainer_app.store.outbox import HandIn, Outgoing, RefusalRow
from trainer_app.store.progress import Progress
from trainer_app.store.receiving import AsideRow, CollectedRow, ReceivedCount
from trainer_app.store.sittings import Told
from trainer_app.store.staff import StaffKey
from trainer_app.store.statements import CertificateRow

__all__ = [
    "SITE_ID",
    "AsideRow",
    "CertificateRow",
    "CollectedRow",
    "EndpointRow",
    "FeedRecord",
    "HandIn",
    "Held",
    "MergedPeople",
    "Outgoing",
    "Progress",
    "ReceivedCount",
    "RefusalRow",
    "SignedHead",
    "StaffKey",
    "Store",
    "Tampered",
    "Told",
]
