"""Tests of the room: opened and closed, at the keyboard, on paper."""
