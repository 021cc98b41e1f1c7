"""What every scene works with: the base scene, its context, clock, camera, motions and labels. Manim."""
