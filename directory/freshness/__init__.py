"""How true an agency's details are: the share that is confirmed, how it has moved, and what is amiss."""
