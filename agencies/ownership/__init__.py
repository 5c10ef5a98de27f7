"""Who keeps an agency's roster: several admins, invited by work e-mail, and never none where there was one."""
