"""How calls went, the reports of wrong details that come of them, and what becomes of those."""
