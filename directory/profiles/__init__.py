"""The pages of a person, a post, an agency, an area and a setting."""
