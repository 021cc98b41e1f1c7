"""The bundle: films and documents for a lecturer or a clinic, in one folder. May import every room but cli."""
