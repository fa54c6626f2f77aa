"""What signing in and signing up mean for the answers a visitor has already given."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour, with the guest's answers carried along."""
