"""Reports of wrong details: making one, and the list of whoever can put them right."""
