"""Courses and labs as values: files in, values or complaints out. Pure Python, no web, no database."""
