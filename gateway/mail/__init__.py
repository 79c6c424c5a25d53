"""The way out for mails that a visitor has asked for (codes); outreach has its own, with an approval before it."""
