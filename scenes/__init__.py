"""The film's scenes, one beat per file, named by what happens."""
