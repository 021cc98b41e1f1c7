"""Reading, writing and replacing files safely: never half-written, and no file of the user lost. Imports only errors."""
