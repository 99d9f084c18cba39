"""Courses and labs as values: files in, values or complaints out. No web, no database."""
