"""A roster that comes as a spreadsheet: what part, which file, which columns, what will change, and the way back."""
