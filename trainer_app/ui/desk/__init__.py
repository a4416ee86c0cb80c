"""Where staff begin: what is under way, and the way between the pages of the desk."""
