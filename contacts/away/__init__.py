"""Being away: absences, and who covers them."""
