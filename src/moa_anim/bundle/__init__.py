"""What a lecturer or a clinic needs besides the film, in one folder."""
