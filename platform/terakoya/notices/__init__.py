"""THIRD-PARTY.md: every component that we ship or fetch, with version, licence and digest."""
