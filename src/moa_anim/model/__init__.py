"""What is true of a film: standard library only, frozen, no input or output."""
