"""What is dragged from one pane to another; the panes know nothing else of each other."""

ARTICLES = "application/x-desktop-reader-articles"
"""All that are picked in the list: whoever gets them asks the list which they are, for they may be a million."""
