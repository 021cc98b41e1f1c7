"""What a lecturer or a clinic needs besides the film: slides, page, handout, captions in every form."""
