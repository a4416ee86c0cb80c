"""The kinds of values a module is made of, each with its limits.

A ``description`` is what an author reads when a value does not fit.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

Id = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=48,
        description="Lower-case letters, digits and single hyphens; at most 48 characters.",
    ),
]
Version = Annotated[
    str,
    Meta(
        pattern=r"^\d+(\.\d+){1,2}$",
        max_length=20,
        description='Numbers with dots, such as "2026.1".',
    ),
]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$",
        description='A language code such as "en", "es" or "pt_BR".',
    ),
]
Date = Annotated[
    str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", description="A date such as 2026-03-31.")
]
Text = Annotated[str, Meta(min_length=1, max_length=1200, extra={"learner_reads": True})]
"""Plain words, ``**strong**`` and ``*emphasis*``, and slots such as ``{focal-point}``."""
Words = Annotated[str, Meta(min_length=1, max_length=300)]
"""Names and titles that are never translated."""
MEDIA_NAME = r"^[a-z0-9]+([-._/][a-z0-9]+)*\.(svg|png|jpg|webp|opus)$"
MediaName = Annotated[
    str,
    Meta(
        pattern=MEDIA_NAME,
        max_length=200,
        description="Lower-case letters, digits, hyphens; one of .svg .png .jpg .webp .opus.",
    ),
]

Harm = Annotated[str, Meta(pattern=r"^H([1-9]|1[0-6])$", description="A harm reason, H1 to H16.")]
SourceCode = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9][A-Za-z0-9-]{1,15}$",
        description="Capital letters, digits and hyphens, such as NS-TELL.",
    ),
]
RefresherDays = Annotated[
    tuple[Annotated[int, Meta(ge=1, le=1000)], ...],
    Meta(min_length=1, max_length=12, description="One to twelve numbers of days, 1 to 1000."),
]
Percent = Annotated[float, Meta(ge=0, le=100)]
