"""How things are drawn, as data: the crisis-symbol grammar, styles and symbology."""
