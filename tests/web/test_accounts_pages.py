"""The pages of accounts and of errors: reachable, labelled, without inline code, in our words."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

PASSWORD = "correct horse battery 9"  # noqa: S105 - of the persona
pytestmark = pytest.mark.django_db


class Page(HTMLParser):
    """What a test asks of a page: its heading, its controls, and code where none may be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.title = self.heading = ""
        self.inline: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self._within = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._within = tag if tag in ("title", "h1") else self._within
        data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "label":
            self.labelled.add(given.get("for"))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.controls.append(given)

    def handle_endtag(self, tag: str) -> None:
        self._within = "" if tag == self._within else self._within

    def handle_data(self, data: str) -> None:
        if self._within == "title":
            self.title += data
        elif self._within == "h1":
            self.heading += data

    @property
    def nameless(self) -> list[dict[str, str | None]]:
        """Controls that nothing names."""
        return [
            control
            for control in self.controls
            if control.get("id") not in self.labelled and not control.get("aria-label")
        ]


@pytest.fixture(autouse=True)
def plain_static(settings: Settings, tmp_path: Path) -> None:
    """Name static files as they are: nobody has collected them."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    settings.STATIC_ROOT = tmp_path


@pytest.fixture
def ada() -> User:
    user = User.objects.create_user("ada", "ada@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


@pytest.fixture
def signed_in(client: Client, ada: User) -> Client:
    """Bring a learner who has just confirmed who it is."""
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def seen(client: Client, name: str, *args: Any, status: int = 200) -> Page:
    response = client.get(reverse(name, args=args))

    assert response.status_code == status
    page = Page(response.text)
    assert page.inline == []
    assert page.nameless == []
    assert page.title.endswith(" – Blotter")
    return page


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_login", "Sign in"),
        ("account_signup", "Create an account"),
        ("account_reset_password", "Reset your password"),
        ("account_reset_password_done", "Look at your e-mail"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_email_verification_sent", "Look at your e-mail"),
        ("account_inactive", "This account is closed"),
    ],
)
def test_a_visitor_can_open_it(client: Client, name: str, heading: str) -> None:
    assert seen(client, name).heading == heading


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_email", "E-mail"),
        ("account_change_password", "Change your password"),
        ("account_logout", "Sign out?"),
        ("account_reauthenticate", "Confirm that it is you"),
        ("mfa_index", "Two-step sign-in"),
        ("mfa_activate_totp", "Set up an authenticator app"),
        ("mfa_list_webauthn", "Passkeys and security keys"),
        ("mfa_add_webauthn", "Add a key"),
    ],
)
def test_a_learner_can_open_it(signed_in: Client, name: str, heading: str) -> None:
    assert seen(signed_in, name).heading == heading


def test_a_wrong_password_is_said_above_the_form(client: Client, ada: User) -> None:
    response = client.post(reverse("account_login"), {"login": ada.email, "password": "x"})

    assert "We could not sign you in" in response.text
    assert "That e-mail and that password do not go together." in response.text
    assert f'value="{ada.email}"' in response.text


def test_the_sixth_wrong_password_says_how_long_to_wait(client: Client, ada: User) -> None:
    for _ in range(6):
        response = client.post(reverse("account_login"), {"login": ada.email, "password": "x"})

    assert "Too many tries have failed. Wait five minutes, then try again." in response.text


def test_a_wrong_password_does_not_confirm_who_it_is(signed_in: Client) -> None:
    response = signed_in.post(reverse("account_reauthenticate"), {"password": "x"})

    assert "That is not the password of this account." in response.text


def test_the_controls_of_sign_in_are_named_our_way(client: Client) -> None:
    text = client.get(reverse("account_login")).text

    assert '<label class="label" for="id_login">E-mail</label>' in text
    assert '<label for="id_remember">Stay signed in on this device</label>' in text
    assert f'<a href="{reverse("account_reset_password")}">Forgot your password?</a>' in text
    assert "placeholder" not in text


def test_a_short_password_is_refused_beside_its_field(client: Client) -> None:
    sent = {"email": "bob@example.org", "password1": "short"}
    response = client.post(reverse("account_signup"), sent)

    assert 'aria-describedby="id_password1_helptext id_password1_error"' in response.text
    assert "It must contain at least 12 characters." in response.text


@pytest.mark.parametrize("guest", [True, False])
def test_a_guest_is_told_that_answers_come_along(client: Client, *, guest: bool) -> None:
    if guest:
        client.cookies["sessionid"] = "of-somebody-who-answered"

    text = client.get(reverse("account_signup")).text

    assert ("The answers you have given here come along." in text) is guest


def test_a_forgotten_password_is_replaced(client: Client, ada: User) -> None:
    client.post(reverse("account_reset_password"), {"email": ada.email})
    letter = mail.outbox[0]
    link = next(word for word in letter.body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    done = client.post(address, {"password1": PASSWORD + "0", "password2": PASSWORD + "0"})
    used = client.get(link, follow=True)

    assert letter.subject.endswith("Choose a new password")
    assert "If it was not you, do nothing" in letter.body
    assert Page(form.text).heading == "Choose a new password"
    assert Page(form.text).nameless == []
    assert 'autocomplete="username" value=""' in form.text
    assert ada.email not in form.text
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert Page(used.text).heading == "That link no longer works"


def test_an_unknown_address_gets_the_same_page_and_a_letter(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "no@example.org"})

    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert "no account with that address" in mail.outbox[0].body


def test_an_address_is_confirmed_by_a_button(client: Client, ada: User) -> None:
    address = EmailAddress.objects.create(user=ada, email="ada2@example.org")
    key = EmailConfirmationHMAC(address).key
    text = client.get(reverse("account_confirm_email", args=[key])).text

    assert Page(text).heading == "Confirm your e-mail"
    assert "<strong>ada2@example.org</strong>" in text


def test_a_confirmation_that_is_too_old_says_so(client: Client) -> None:
    assert seen(client, "account_confirm_email", "old").heading == "That link no longer works"


def test_a_password_is_asked_for_beside_its_owner(signed_in: Client, ada: User) -> None:
    owner = f'autocomplete="username" value="{ada.email}" aria-label="E-mail" readonly hidden>'

    assert owner in signed_in.get(reverse("account_change_password")).text
    assert owner in signed_in.get(reverse("account_reauthenticate")).text


def test_a_lone_address_offers_what_can_be_done_with_it(signed_in: Client, ada: User) -> None:
    actions = ("action_primary", "action_remove", "action_send")
    own = EmailAddress.objects.get(user=ada)

    def offered() -> list[str]:
        html = signed_in.get(reverse("account_email")).text
        assert f"{own.email}<" in html
        return [name for name in actions if name in html]

    assert offered() == []
    EmailAddress.objects.filter(pk=own.pk).update(verified=False)
    assert offered() == ["action_send"]
    EmailAddress.objects.create(user=ada, email="ada2@example.org")
    assert offered() == [*actions]


def test_an_address_is_added_with_a_letter(signed_in: Client) -> None:
    sent = {"action_add": "", "email": "ada2@example.org"}
    text = signed_in.post(reverse("account_email"), sent, follow=True).text

    assert "A link to confirm ada2@example.org is on its way." in text
    assert '<span class="tag amber">Not confirmed</span>' in text
    assert mail.outbox[0].subject.endswith("Confirm your e-mail")


def test_the_last_address_stays(signed_in: Client, ada: User) -> None:
    sent = {"action_remove": "", "email": ada.email}
    text = signed_in.post(reverse("account_email"), sent, follow=True).text

    assert "Make another one primary, then remove it." in text


def test_an_account_without_password_can_set_one(client: Client, ada: User) -> None:
    ada.set_unusable_password()
    ada.save()
    client.force_login(ada)

    assert seen(client, "account_set_password").heading == "Set a password"


def test_an_authenticator_brings_recovery_codes(signed_in: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    codes = RecoveryCodes.activate(ada).get_unused_codes()

    shown = signed_in.get(reverse("mfa_view_recovery_codes")).text
    file = signed_in.get(reverse("mfa_download_recovery_codes")).text

    assert f"<li>{codes[0]}</li>" in shown
    assert file.split("\n")[2:] == [*codes, ""]
    assert seen(signed_in, "mfa_generate_recovery_codes").heading == "Make new recovery codes"
    assert seen(signed_in, "mfa_deactivate_totp").heading == "Turn off the authenticator app"
    assert "10 left" in signed_in.get(reverse("mfa_index")).text


def test_the_second_step_asks_for_a_code(client: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})

    assert seen(client, "mfa_authenticate").heading == "The second step"


def test_a_wrong_code_says_what_to_type(signed_in: Client) -> None:
    text = signed_in.post(reverse("mfa_activate_totp"), {"code": "1"}).text

    assert "That code is not right, or no longer. Type the one that is shown now." in text


def test_no_address_is_added_while_a_second_step_is_on(signed_in: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())
    sent = {"action_add": "", "email": "ada2@example.org"}

    text = signed_in.post(reverse("account_email"), sent).text

    assert "Turn it off, add the address, and turn it on again." in text
    assert EmailAddress.objects.count() == 1


def test_a_code_confirms_who_it_is(signed_in: Client, ada: User) -> None:
    TOTP.activate(ada, generate_totp_secret())

    assert seen(signed_in, "mfa_reauthenticate").heading == "Confirm that it is you"


def test_a_key_can_be_renamed_and_removed(signed_in: Client, ada: User) -> None:
    key = Authenticator.objects.create(
        user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )

    assert "<strong>Laptop</strong>" in signed_in.get(reverse("mfa_list_webauthn")).text
    assert seen(signed_in, "mfa_edit_webauthn", key.pk).heading == "Rename a key"
    assert seen(signed_in, "mfa_remove_webauthn", key.pk).heading == "Remove a key"


def test_a_key_confirms_who_it_is(
    signed_in: Client, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    Authenticator.objects.create(
        user=ada, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop", "credential": {}}
    )
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda user: [])

    assert seen(signed_in, "mfa_reauthenticate_webauthn").heading == "Confirm that it is you"


def test_signing_out_says_that_answers_are_safe(signed_in: Client) -> None:
    response = signed_in.post(reverse("account_logout"), follow=True)

    assert "Every answer you have sent is saved." in response.text


def test_a_notification_tells_when_and_from_where() -> None:
    text = render_to_string(
        "account/email/password_changed_message.txt",
        {
            "timestamp": None,
            "ip": "192.0.2.1",
            "user_agent": "O'Browser",
            "current_site": {"domain": "blotter.example"},
        },
    )

    assert text.startswith("Your password was changed.")
    assert "Browser: O'Browser" in text
    assert text.rstrip().endswith("Blotter, blotter.example")


def test_the_dialog_keeps_what_was_typed() -> None:
    html = render_to_string("account/_sign_in.html", {"url": "/accounts/login/?next=/x/"})

    assert '<dialog class="dialog" id="sign-in"' in html
    assert 'href="/accounts/login/?next=/x/" target="_blank"' in html


def test_a_visitor_reads_without_queries_and_cookies(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/nowhere/")

    assert response.status_code == 404
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert f'href="{reverse("account_login")}">Sign in</a>' in response.text


def test_a_learner_finds_the_account_in_the_header(signed_in: Client, ada: User) -> None:
    text = signed_in.get("/nowhere/").text

    assert f"Account menu of {ada.email}" in text
    assert f'<form method="post" action="{reverse("account_logout")}">' in text
    assert ">Sign in</a>" not in text


def test_a_page_tells_where_it_lives(client: Client) -> None:
    text = client.get("/nowhere/?utm=1").text

    assert '<link rel="canonical" href="http://testserver/nowhere/">' in text
    assert '<meta property="og:image" content="http://testserver/static/img/card.png">' in text


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "We could not take what was sent"),
        ("500.html", "Something broke on our side"),
    ],
)
def test_a_broken_page_needs_nothing(
    template: str, heading: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        html = render_to_string(template)

    assert Page(html).heading == heading
    assert Page(html).inline == []


def test_more_than_a_form_can_hold_is_refused_with_a_page(client: Client) -> None:
    response = client.post(reverse("account_login"), {"login": "1" * 300_000})

    assert response.status_code == 413
    assert Page(response.text).heading == "That was too long to take"


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("403.html", "This page is not open to you"),
        ("403_csrf.html", "That form was out of date"),
        ("404.html", "There is no page at this address"),
        ("429.html", "That was too often in too short a time"),
    ],
)
def test_an_error_says_what_is_safe(template: str, heading: str) -> None:
    page = Page(render_to_string(template, request=RequestFactory().get("/")))

    assert page.heading == heading
    assert page.inline == []
    assert page.nameless == []
