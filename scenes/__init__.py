"""The film's scenes, one file for each shot, named after what happens in it."""
