"""Addresses as their owners see them: several spellings can end in one mailbox. Pure."""

TAG = "+"


def mailbox_of(address: str) -> str:
    """The address without a tag: what is sent to `dana+news@acme.com` costs the owner of `dana@acme.com` a mail."""
    name, at, host = address.lower().rpartition("@")
    return f"{name.partition(TAG)[0] or name}{at}{host}"
