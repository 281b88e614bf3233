"""The tokens as a QPalette, for everything that Qt draws itself."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from desktop_reader.ui.theme.tokens import Tokens


def palette(tokens: Tokens) -> QPalette:
    """What the application and all its widgets draw with."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    roles = {
        role.Window: tokens.panel,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.list,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.text3,
        role.Button: tokens.field,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Highlight: tokens.selected,
        role.HighlightedText: tokens.text,
        role.Accent: tokens.accent,
        role.Link: tokens.link,
        role.LinkVisited: tokens.link,
        role.ToolTipBase: tokens.field,
        role.ToolTipText: tokens.text,
        # Qt shades its frames with these five.
        role.Light: tokens.field,
        role.Midlight: tokens.line,
        role.Mid: tokens.edge,
        role.Dark: tokens.edge,
        role.Shadow: tokens.shadow,
    }
    made = QPalette()
    for each, color in roles.items():
        made.setColor(each, QColor(color))
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        made.setColor(group.Disabled, each, QColor(tokens.off))
    made.setColor(group.Disabled, role.Accent, QColor(tokens.edge))
    made.setColor(group.Inactive, role.Highlight, QColor(tokens.idle))
    return made
