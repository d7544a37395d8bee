"""The furniture of a sheet: title block, legend, scale bar, grid, north and marking."""
