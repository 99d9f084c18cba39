"""The notebook player: Jupyter in the learner's own browser, built and served by us."""
