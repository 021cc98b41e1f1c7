"""Text files of a bundle: transcript, TTML, chapters, descriptions, notice. Imports model and captions."""
