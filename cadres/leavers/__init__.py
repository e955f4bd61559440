"""Personal data of those who have left: how long a county keeps it, and its removal. Rulings and history stay."""
