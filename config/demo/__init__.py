"""A believable demo: five regulations, four counties, invented people, everything relative to today."""
