"""The outermost layer: everything that faces the network, and the wiring that builds the rest."""
