"""The way to CRMs: the contract, the life of a lead, and one folder per CRM."""
