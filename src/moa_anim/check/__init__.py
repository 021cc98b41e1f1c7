"""Checks of a production and of a finished film."""
