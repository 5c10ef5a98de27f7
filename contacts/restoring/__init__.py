"""Putting one changed detail back as it was, from the event that changed it."""
