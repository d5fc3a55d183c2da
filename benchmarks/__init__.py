"""What `make bench` runs: the single-machine figures, measured beside peers in one interleaved run."""
