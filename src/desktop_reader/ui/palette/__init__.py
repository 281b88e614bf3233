"""Giving commands by their names: the palette, the help with all keys, and the card that both stand on."""
