"""Sheets of paper, in every language."""
