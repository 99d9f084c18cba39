"""Prompt labs: the page, the learner's draft and the attempts handed in."""
