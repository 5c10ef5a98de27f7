"""The official registers of surgeries and schools, read from the files their keepers publish."""
