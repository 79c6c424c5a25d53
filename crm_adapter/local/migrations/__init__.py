"""The history of the local CRM's schema, apart from memory's."""
