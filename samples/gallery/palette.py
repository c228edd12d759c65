"""Colours and sizes that all scenes of the gallery share."""

INK = "#1B2A41"
SAND = "#F4E9CD"
CORAL = "#EF6F6C"
TEAL = "#2EC4B6"

TITLE_SIZE = 40
LABEL_SIZE = 26
