"""The ledger on screen: who is where, a person with all their years, units with their people."""
