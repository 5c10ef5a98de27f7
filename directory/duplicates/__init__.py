"""Who may be here twice: the list, and the page on which it is decided."""
