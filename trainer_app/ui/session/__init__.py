"""A training session: planned, who is there, led, shown to the room."""
