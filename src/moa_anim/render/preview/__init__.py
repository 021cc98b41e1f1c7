"""The live preview: a page on this machine that shows a shot as it is drawn, and again when a file is saved."""
