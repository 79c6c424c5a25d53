"""What words mean to the readers, one value per language. The words stand in `data/rulebook/`, the code holds none."""
