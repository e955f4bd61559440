"""The register in the program: grid, upload, corrections, closing."""
