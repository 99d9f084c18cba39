"""Persons, departments, roles and signing in."""
