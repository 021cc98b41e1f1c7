"""Drawing on the frame: canvas, colours, layout, type. Nothing here knows the story."""
