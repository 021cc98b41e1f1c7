"""The command line: its grammar and the commands. It may import every other room."""
