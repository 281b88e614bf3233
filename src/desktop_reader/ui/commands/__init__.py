"""The deeds of the window: one record each, used by menus, buttons, keys and the help alike."""
