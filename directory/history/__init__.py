"""What was changed, by whom and when, in words, for those who keep a roster."""
