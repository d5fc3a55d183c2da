"""Tables of people as schools keep them → what may be stored about each, with a fault for every cell that cannot be."""
