"""The actors: what is drawn from measured coordinates, with finite states and named anchors."""
