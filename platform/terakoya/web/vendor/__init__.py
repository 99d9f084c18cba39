"""Fonts and icons from npm packages, taken once at set-up, checked, and served by ourselves."""
