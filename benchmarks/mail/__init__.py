"""Letters rendered and delivered to a fast sink on the loopback."""
