"""The numbers anybody may know: each council's emergency and duty lines, without anybody's name."""
