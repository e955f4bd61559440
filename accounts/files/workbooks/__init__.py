"""Uploaded workbooks, read under limits: a file that is too large or hostile never reaches the value reader. No Django."""
