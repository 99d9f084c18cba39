"""The database: base classes, sessions and migrations."""
