"""Taking articles away: the dialog that exports them, and the vault, a folder that is kept in step."""
