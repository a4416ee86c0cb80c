"""How ready a site is: its self-check, to go through, to save and to print."""
