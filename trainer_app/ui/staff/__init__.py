"""Staff: who is there, who may come, and what they did."""
