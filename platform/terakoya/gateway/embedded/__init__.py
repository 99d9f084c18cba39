"""The model that works without any service: its weights are fetched once and run here."""
