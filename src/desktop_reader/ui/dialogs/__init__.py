"""Windows over the window: subscribing, preferences, keys."""
