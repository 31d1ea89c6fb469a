"""C1–C10, pure: `reckoning.reckon` is the commitment clock, `materials.completeness` lets it start."""
