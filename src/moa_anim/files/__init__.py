"""Files read, written and replaced so that nothing half-made is seen and nothing of the user is lost."""
