"""The data of a film: frozen classes that check their values; no input or output. Imports the standard library and errors."""
