"""Manim's rooms: the base scene, the camera, the cast and how things move."""
