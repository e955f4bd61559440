"""The nightly tally: SQL counts, the policy judges."""
