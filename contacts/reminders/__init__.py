"""Asking, before a confirmation runs out, whether what is held is still right: the person first, then whoever keeps the roster."""
