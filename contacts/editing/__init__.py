"""Changing a record that somebody else may be changing too."""
