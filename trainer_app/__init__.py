"""Waypost: offline training for people who work where children travel."""

__version__ = "0.1.0"
