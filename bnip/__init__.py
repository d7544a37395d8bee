"""What the crisis centre knows: operations, incidents, zones, sheets and plans, as records."""
