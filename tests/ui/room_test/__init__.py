"""Tests of the room on screen and on paper."""
