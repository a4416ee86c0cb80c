"""Waypost: offline training for people who work where children travel."""

__version__ = "0.1.0"

RELEASED = "2026-11-22"
"""The day of this release; a clock that says an earlier one is wrong."""
