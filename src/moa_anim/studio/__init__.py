"""The rooms that plan, draw, join and examine a film; the only ones that write files."""
