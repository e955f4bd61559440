"""Files of people: read within limits, kept sealed, forgotten in time, given out under a plain name."""
