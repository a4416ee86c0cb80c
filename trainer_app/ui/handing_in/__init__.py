"""Handing in results: the quiet line for everybody, the pages for staff, the courier."""
