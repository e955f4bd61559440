"""Who is at the door: passwords, the second factor, single sign-on, sessions, limits, and what is turned away at once."""
