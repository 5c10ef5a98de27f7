"""People at work: who is in which post, on which numbers, and whether they are there now."""
