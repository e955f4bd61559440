"""The ledger in and out: what a roster's rows mean for the persons on record, and the ledger as a workbook."""
