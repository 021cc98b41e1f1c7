"""The slide deck."""
