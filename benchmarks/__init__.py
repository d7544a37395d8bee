"""How fast the maps are painted, beside QGIS on the same data: `python -m benchmarks`."""
