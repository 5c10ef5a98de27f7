"""What somebody who is listed sees and says of themselves: their card, their absences, their covers."""
