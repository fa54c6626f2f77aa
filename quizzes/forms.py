"""Forms of the question and quiz pages."""

from django import forms


class TicketForm(forms.Form):
    """What makes a post safe to send twice: which event it is to be, and its own key."""

    sequence = forms.IntegerField(min_value=0)
    key = forms.UUIDField()


class KeyForm(forms.Form):
    """What makes the start of a quiz, or a report, safe to send twice."""

    key = forms.UUIDField()
