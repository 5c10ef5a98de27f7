"""One detail at a time: a name, a title, an e-mail, hours, a team, dates."""
