"""Folds names so that the same place, typed differently, compares equal."""

from search.folding import fold

__all__ = ["fold"]
