"""Reads a production folder into a proved storyboard, or reports all its faults. Imports captions/, model/, files/."""
