"""Courses as a person takes them: the path, lessons, knowledge checks and completion."""
