"""Starting and ending Foyer's programs: the look before the leap, the steps, and the supervision of what runs."""
