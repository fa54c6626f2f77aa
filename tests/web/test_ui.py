"""The pieces that pages are drawn with, the form pack, and what the static files weigh."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]
from crispy_forms.layout import Submit  # type: ignore[import-untyped]
from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template import Context, Template, engines
from django.template.loader import render_to_string
from django.utils import timezone

from web.templatetags import ui

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


def drawn(source: str, **context: object) -> str:
    """Print a template in Django's own language, as pages of accounts are written."""
    return Template(source).render(Context(context))


def printed(source: str, **context: object) -> str:
    """Print one of ours."""
    return engines["jinja2"].from_string(source).render(context)


class Plan(forms.Form):
    """A form with each kind of control."""

    name = forms.CharField(
        help_text="As on the blotter.", widget=forms.TextInput(attrs={"placeholder": "Name"})
    )
    desk = forms.ChoiceField(
        choices=[("r", "Risk"), ("t", "Trading")], widget=forms.RadioSelect, help_text="One only."
    )
    note = forms.CharField(required=False, widget=forms.Textarea)
    stay = forms.BooleanField(label="Stay signed in")
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


def test_an_icon_without_a_label_is_decoration() -> None:
    assert drawn('{% icon "check" "dim" %}') == (
        '<svg class="icon dim" viewBox="0 0 24 24" aria-hidden="true">'
        '<path d="m5 12.5 4.5 4.5L19 7"/></svg>'
    )


def test_an_icon_with_a_label_is_read_out() -> None:
    html = drawn('{% icon "no" "" label %}', label='Wrong "row"')

    assert 'role="img" aria-label="Wrong &quot;row&quot;"' in html
    assert 'class="icon"' in html


def test_a_half_icon_is_filled() -> None:
    assert drawn('{% icon "half" %}').count("<path") == 2


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        drawn('{% icon "unicorn" %}')


@pytest.mark.parametrize(("level", "word"), list(enumerate(ui.LEVELS)))
def test_a_level_is_a_word_beside_its_cells(level: int, word: str) -> None:
    html = printed("{{ mastery(level) }}{{ level|level_word }}", level=level)

    assert f'data-l="{level}"' in html
    assert html.count("<b>") == 4
    assert html.endswith(f"</i>{word}</span>{word}")


def test_the_second_level_is_learning() -> None:
    assert ui.LEVELS[1] == "Learning"


def test_a_ring_shows_its_number() -> None:
    html = printed('{{ ring(0.42, "AWS Essentials, 42 percent done", "big") }}')

    assert 'class="ring big"' in html
    assert 'stroke-dasharray="42 100"' in html
    assert 'aria-label="AWS Essentials, 42 percent done"' in html
    assert '<span aria-hidden="true">42%</span>' in html


def test_a_range_has_notches_where_levels_begin() -> None:
    html = printed('{{ ci(0.35, 0.65, 0.9, "likely between 35% and 90%") }}')

    assert '<rect class="b" x="35" y="5" width="55" height="10"/>' in html
    assert '<rect class="g" x="54.7"' in html
    assert '<rect class="g" x="69.7"' in html
    assert '<rect class="p" x="64.4"' in html


@pytest.mark.parametrize(("estimate", "x"), [(0.0, "0"), (1.0, "98.8")])
def test_an_estimate_stays_on_its_track(estimate: float, x: str) -> None:
    assert f'<rect class="p" x="{x}"' in ui.ci(0.0, estimate, 1.0, "all", ())


def test_a_bar_without_a_label_is_decoration() -> None:
    assert 'aria-hidden="true"' in ui.hbar(0.5)
    assert 'aria-label="half"' in ui.hbar(0.5, "half")
    assert '<rect class="v" width="50" height="10"/>' in ui.hbar(0.5)


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0%"), (0.001, "1%"), (0.005, "1%"), (0.65, "65%"), (0.996, "99%"), (1, "100%")],
)
def test_only_the_whole_is_a_hundred_percent(fraction: float, text: str) -> None:
    assert ui.percent(fraction) == text


def test_a_date_is_written_out() -> None:
    assert ui.dt(date(2026, 11, 2)) == "2 Nov 2026"
    assert ui.dt(datetime(2026, 11, 22, 18, 42, tzinfo=UTC), "time") == "22 Nov 2026, 18:42"
    assert ui.dt(datetime(2026, 11, 22, 18, 42)) == "22 Nov 2026"  # noqa: DTZ001 - naive is the case
    assert ui.dt(None) == ""


def test_a_time_is_that_of_the_reader() -> None:
    with timezone.override("Europe/Berlin"):
        assert ui.dt(datetime(2026, 11, 22, 23, 42, tzinfo=UTC), "time") == "23 Nov 2026, 00:42"


def test_a_page_without_request_has_no_messages() -> None:
    assert ui.notices(None) == []


def test_a_message_has_its_look_and_is_used_up() -> None:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment] # the storage reads and writes it as a mapping
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    messages.error(request, "Not <saved>")

    html = render_to_string("_messages.html", {"request": request})

    assert '<div class="msg error" role="alert">' in html
    assert "Not &lt;saved&gt;" in html
    assert request._messages.used  # type: ignore[attr-defined]


def test_every_control_is_tied_to_its_label_help_and_fault() -> None:
    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=Plan({"name": ""}))

    assert '<label class="label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<div class="help" id="id_name_helptext">As on the blotter.</div>' in html
    assert '<div id="id_name_error"><p class="field-error">' in html


def test_a_placeholder_that_repeats_the_label_is_dropped() -> None:
    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=Plan())

    assert "placeholder" not in html


def test_radios_are_a_group_with_a_name() -> None:
    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=Plan())

    assert (
        '<fieldset aria-describedby="id_desk_helptext"><legend class="label">Desk</legend>' in html
    )
    assert '<label class="choice" for="id_desk_1">' in html


def test_a_field_that_may_stay_empty_says_so() -> None:
    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=Plan())

    assert (
        '<label class="label" for="id_note">Note <span class="help">optional</span></label>' in html
    )
    assert html.count("optional") == 1


def test_a_checkbox_stands_before_its_label() -> None:
    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=Plan())

    box, label = html.index('type="checkbox"'), html.index('<label for="id_stay">Stay signed in')
    assert box < label


def test_a_control_keeps_its_own_class_and_a_checkbox_its_size() -> None:
    form = Plan()
    form.fields["note"].widget.attrs["class"] = "tall"

    assert 'class="tall input"' in ui.control(form["note"])
    assert "class" not in ui.control(form["stay"])


def test_what_is_wrong_with_a_form_stands_above_it() -> None:
    form = Plan({})
    form.add_error(None, "The desk is closed.")

    html = drawn("{% load crispy_forms_filters %}{{ form|crispy }}", form=form)

    assert html.lstrip().startswith('<div class="error-summary" role="alert" tabindex="-1">')
    assert "Please check this form" in html
    assert "The desk is closed." in html


def test_a_helper_draws_the_whole_form() -> None:
    helper = FormHelper()
    helper.add_input(Submit("send", "Save plan"))

    html = render_crispy_form(Plan(), helper)

    assert 'method="post"' in html
    assert '<button type="submit" name="send" value="Save plan" class="btn primary"' in html
    assert '<input type="hidden" name="token" value="t" id="id_token">' in html


def test_somebody_elses_form_is_called_our_way() -> None:
    form = Plan({"name": ""})
    form.is_valid()

    html = drawn(
        '{% load crispy_forms_filters %}{% relabel form name="Trader" unknown="x" %}'
        '{% explain form name="Both names." unknown="x" %}{{ form|crispy }}',
        form=form,
    )

    assert '<label class="label" for="id_name">Trader</label>' in html
    assert "Both names.</div>" in html


@pytest.mark.parametrize("done", [True, False])
def test_an_empty_state_offers_the_step_that_fills_it(*, done: bool) -> None:
    html = render_to_string(
        "_empty.html",
        {"title": "No answers yet", "text": "Soon.", "href": "/x/", "label": "Open", "done": done},
    )

    assert "<h2>No answers yet</h2><p>Soon.</p>" in html
    assert '<a class="btn primary" href="/x/">Open</a>' in html
    assert ('<path class="c"' in html) is done


def test_an_empty_state_may_offer_nothing() -> None:
    html = render_to_string("_empty.html", {"title": "Nothing due", "text": "Come back on Monday."})

    assert "btn" not in html


def test_a_field_that_is_not_there_is_passed_over() -> None:
    form = SimpleNamespace(fields={})

    assert drawn('{% relabel form a="b" %}{% explain form a="b" %}', form=form) == ""


@pytest.mark.parametrize(
    ("files", "kilobytes"), [("css/*.css", 12), ("js/*.js", 8.5)], ids=["styles", "scripts"]
)
def test_the_static_text_stays_small(files: str, kilobytes: float) -> None:
    weight = sum(len(gzip.compress(file.read_bytes(), 9)) for file in STATIC.glob(files))

    assert weight <= kilobytes * 1000


def test_the_fonts_stay_small() -> None:
    upright = [STATIC / "fonts" / f"{name}.woff2" for name in ("sans", "serif", "mono")]

    assert sum(file.stat().st_size for file in upright) <= 62 * 1024


@pytest.mark.parametrize(
    ("zone", "form", "said"),
    [
        ("UTC", "time", "1 Dec 2026, 23:30 UTC"),
        ("Asia/Tokyo", "time", "2 Dec 2026, 08:30 (Asia/Tokyo)"),
        ("America/New_York", "clock", "18:30 (America/New York)"),
    ],
)
def test_a_moment_is_told_by_the_clocks_of_a_place(zone: str, form: str, said: str) -> None:
    assert ui.local(datetime(2026, 12, 1, 23, 30, tzinfo=UTC), zone, form) == said
