"""The built-in CRM: our own tables behind the same contract as any other CRM."""
