"""News on the desktop: gathered after a refresh, told through the desktop's own service, acted upon when clicked."""
