"""Schematic illustrations: cell, vessel, body, tablet. Nothing here is measured."""
