"""What is known of the ground by name: streets, addresses, crossings, places, and how people say them."""
