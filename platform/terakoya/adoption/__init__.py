"""Completion as a measured figure: reports, their definitions and the demo company's history."""
