"""The other door: a place where results arrive, over HTTP. No Qt, a database of its own."""
