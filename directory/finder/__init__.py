"""Finds who answers for a place now, and says why."""
