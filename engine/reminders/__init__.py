"""When a reminder is due, to whom, and why not."""
