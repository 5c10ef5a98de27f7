"""Hearing once a week what changed at a post, in an area or in an agency."""
