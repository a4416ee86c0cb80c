"""Desk pages about people: who is registered, their names, teams and pictures, lists in and out."""
