"""Recovery: an encrypted copy of database and uploads, its way back, and what is wrong with the installation."""
