"""A production folder becomes a proved storyboard, or a list of everything that is wrong with its files."""
