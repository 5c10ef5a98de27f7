"""Who is in which post from when to when, and that it is still so."""
