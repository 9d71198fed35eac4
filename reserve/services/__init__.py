"""Changes of state in the reserve; each is one transaction and one journal entry."""
