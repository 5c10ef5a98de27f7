"""The taxonomy that every installation starts with: kinds of agency, roles, and words that mean several roles."""
