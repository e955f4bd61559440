"""Reading county ledgers: what a careful clerk would take from a workbook. Pure Python, no Django."""
