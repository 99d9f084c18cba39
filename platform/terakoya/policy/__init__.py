"""Who may do what, as pure rules."""
