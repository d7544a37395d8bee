"""CartoViewer: the crisis-cartography desk of a regional crisis centre."""
