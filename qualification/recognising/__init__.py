"""Who somebody is, as far as it is proven (M3)."""
