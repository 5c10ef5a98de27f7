"""The list of what somebody watches, and the button on each profile."""
