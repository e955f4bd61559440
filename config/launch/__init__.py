"""Starting the program and what it stands on (PostgreSQL, broker, assets) on one machine."""
