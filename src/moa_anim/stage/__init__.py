"""Base classes of scenes, actors and what paints itself; context, clock, camera, motions, labels. Imports Manim.

May import graphics, molecule, model and the errors; only `shipped` imports script, when bare Manim runs a scene.
"""
