"""Letters that could not be sent, for a directory administrator."""
