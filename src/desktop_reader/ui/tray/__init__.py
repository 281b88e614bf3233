"""The icon in the desktop's tray: how many articles are unread, a menu of a few deeds, and a place for the window."""
