"""Plans a film, draws and encodes its frames here or on a cluster, joins them, and writes the film with its files.

Imports every room below it (`stage` in draw.py alone); only draw.py loads Manim.
"""
