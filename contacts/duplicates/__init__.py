"""People who stand in the directory twice: finding them, saying that they differ, and making two entries into one."""
