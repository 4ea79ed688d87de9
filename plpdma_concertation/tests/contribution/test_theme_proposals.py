"""To write."""
