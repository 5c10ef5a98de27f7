"""Rosters that come as a spreadsheet: read, compared with what is held, shown, applied as one, and undone."""
