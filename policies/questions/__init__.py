"""The nineteen questions, by subject. Each function takes an `Asking` and returns the answer's own keys."""
