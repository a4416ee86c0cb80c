"""The road from one release's file to the next: ``versions/``, never edited once released."""
