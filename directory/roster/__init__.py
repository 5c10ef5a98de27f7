"""The pages on which an agency keeps its roster."""
