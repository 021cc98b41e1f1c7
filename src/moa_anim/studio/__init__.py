"""The rooms that plan, draw, join and examine a film, and keep what is finished."""
