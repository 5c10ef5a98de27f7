"""Who keeps an agency's roster, inviting somebody to, and accepting."""
