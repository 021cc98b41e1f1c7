"""Drawing on the frame, independent of the story: canvas, colours, layout, type. Imports molecule, cache, model, errors."""
