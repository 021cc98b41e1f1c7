"""What stays on disk between renders (film segments, arrays, compiled kernels) and the list of what each key depends on.

Imports `script` and rooms below it; loads nothing that draws.
"""
