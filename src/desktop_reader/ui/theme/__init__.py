"""How the reader looks: colours, type, icons, and the switch between light and dark.

``tokens`` are the colours by name; ``fonts``, ``icons`` and ``monogram`` give what the panes draw with; ``palette`` and
``style`` turn the tokens into what Qt's own widgets draw with; ``theme`` holds them together and tells of changes.
"""
