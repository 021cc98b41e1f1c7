"""Text files of a bundle: transcript, TTML, chapters, notice. Imports model and captions."""
