"""The experiments, a file each: a new one is found by its being here."""
