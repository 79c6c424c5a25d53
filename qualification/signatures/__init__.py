"""Signatures that people paste with their e-mails."""
