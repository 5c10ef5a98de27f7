"""Partnerships, agencies, teams, settings, and the posts in them."""
