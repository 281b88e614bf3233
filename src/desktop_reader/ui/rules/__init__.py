"""Rules on the screen: the list of them and of what they did, and the editor that tries a rule before it is kept."""
