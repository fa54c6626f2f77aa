"""Who runs a command."""

import getpass
import os


def user_name() -> str:
    """Return the name of whoever runs this process, or the number if it has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"
