"""What is known of the ground: layers, their schemas, their files and coordinate systems."""
