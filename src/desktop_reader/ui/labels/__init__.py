"""Labels on the screen: the card that puts them on articles."""
