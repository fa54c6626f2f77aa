"""Code fences and the samples in them."""

import pytest

from tests.lessons import faults

KNOWN = "bash, console, diff, hcl, http, ini, json, promql, python, sql, text, toml, yaml"


def fenced(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("```\na\n```", "1:1: L010 fence without a language"),
        ("```sh\nls\n```", f"1:1: L010 language 'sh' is not known; known: {KNOWN}"),
        ("1. One\n\n    ```\n    a\n    ```", "3:5: L010 fence without a language"),
        (
            '```python title="a.py"\na\n```',
            '1:1: L010 \'title="a.py"\' is not understood; only {hl_lines="3 5"} may follow',
        ),
        ("```python\na = 1\n\nText.\n\n```bash\nls\n```", "1:1: L010 fence is not closed"),
    ],
)
def test_it_asks_for_closed_fences_in_a_known_language(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


def test_it_finds_a_fence_that_goes_on_to_the_end() -> None:
    found = faults("", end="```python\na = 1\n")

    assert [fault.split(": ", 1)[1] for fault in found] == ["L010 fence is not closed"]


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        (
            "python",
            "def f(rows):\n    for row in rows:\n    print(row)",
            "4:5: L011 python: expected an indented block after 'for' in line 2",
        ),
        ("python", "print('a'", "2:6: L011 python: '(' was never closed"),
        (
            "python",
            "a = 1\n>>> a",
            "3:1: L011 python: show the program without >>>, its output in a text fence",
        ),
        ("python", "x = '\0'", "2:1: L011 python: source code string cannot contain null bytes"),
        ("json", '{"a": 1,}', "2:9: L011 json: expecting property name enclosed in double quotes"),
        ("json", '{"a": NaN}', "2:1: L011 json: NaN is no JSON"),
        ("json", "", "2:1: L011 json: expecting value"),
        ("toml", "a = 1\nb = ", "3:5: L011 toml: invalid value"),
        ("yaml", "a: 1\nb: [", "3:1: L011 yaml: expected the node content"),
        ("yaml", "a: \x07", "2:1: L011 yaml: unacceptable character #x0007"),
        ("hcl", 'a "b" {\n  c = [1, 2\n}', "4:1: L011 hcl: '}' closes '['"),
        ("hcl", 'a "b" {\n  c = (1)', "2:7: L011 hcl: '{' is not closed"),
        ("hcl", "a = 1\n}", "3:1: L011 hcl: '}' closes nothing"),
        ("hcl", 'a = "b\nc = 1', "2:5: L011 hcl: string is not closed"),
        ("hcl", 'a = "${b(c}"', "2:11: L011 hcl: '}' closes '('"),
        ("hcl", "a = <<-EOT\nb\n", "2:5: L011 hcl: '<<-EOT' is not closed"),
        ("hcl", "a = 1 /* b", "2:7: L011 hcl: '/*' is not closed"),
        ("bash", "ls\n  echo 'a\nls", "3:3: L011 bash: no closing quotation"),
        ("bash", 'echo "a', "2:1: L011 bash: no closing quotation"),
        ("bash", "aws s3 ls \\", "2:11: L011 bash: nothing follows the backslash"),
        (
            "bash",
            "aws s3 ls \\ \n    --recursive",
            "2:11: L011 bash: blank after the backslash, so that the command ends here",
        ),
        ("bash", "cat <<'EOF'\nit's", "2:1: L011 bash: here-document 'EOF' is not closed"),
        ("console", "$ echo 'a\na", "2:3: L011 console: no closing quotation"),
        ("console", "$ ls\na b\n$ ls \\", "4:6: L011 console: nothing follows the backslash"),
    ],
)
def test_it_parses_samples(language: str, code: str, expected: str) -> None:
    (found,) = faults(fenced(language, code))

    assert found.startswith(expected)


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("python", 'import re\n\n\ndef f(a):\n    """Say."""\n    return re.sub("\\d", "", a)'),
        ("python", "await f()\nreturn 1"),
        ("json", '{"a": [1, 2.5, null, {"b": "c"}]}'),
        ("toml", "[a]\nb = 2026-11-25"),
        ("yaml", "a:\n  - b: 1\n---\nc: !Ref d"),
        (
            "hcl",
            (
                'a "b" "c" {\n  # it\'s {\n  // "\n  /* ( */\n  d = "${e("f", [g])} \\" $${"\n'
                '  i = "%{ if h }j/*"\n  k = <<-EOT\n    "l {\n    EOT\n}'
            ),
        ),
        ("bash", "# it's a comment\naws s3 ls \\\n    --query 'a[].b' | \"c\" # don't"),
        ("bash", "echo 'a\nb' \"c\nd\""),
        ("bash", "cat <<EOF > a\nit's\nEOF\ncat <<< b"),
        ("bash", 'echo "a\\\\"'),
        ("console", "$ aws s3 ls \\\n>     's3://a'\nit's output \\\n$ ls\n"),
        ("diff", "- {\n+ ("),
        ("text", "it's {"),
        ('python {hl_lines="1 3-4"}', "a = 1"),
        ("promql", "rate(http_requests_total[5m]"),
    ],
)
def test_it_takes_good_samples(language: str, code: str) -> None:
    assert faults(fenced(language, code)) == []


def test_a_sample_in_a_list_is_taken_out_of_its_indentation() -> None:
    item = "1. One\n\n    ```python\n    if a:\n        b = (\n    ```"

    assert faults(item) == ["5:13: L011 python: '(' was never closed"]
    assert faults(item.replace("(", "1")) == []


def test_a_longer_fence_may_show_fences() -> None:
    assert faults("````text\n```sh\nls\n```\n````\n\n~~~text\na\n~~~") == []


def test_it_finds_lines_that_are_too_long_to_be_read() -> None:
    wide = "a" * 104

    assert faults(fenced("text", wide)) == ["2:89: L012 line of 104 characters"]
    assert faults(fenced("text", wide[:88])) == []
    assert faults(f"- One\n\n    ```text\n    {wide}\n    ```") == [
        "4:93: L012 line of 104 characters"
    ]


def test_a_sample_in_a_dialect_may_be_left_unparsed() -> None:
    assert faults(fenced("json", "{...}")) == [
        "2:2: L011 json: expecting property name enclosed in double quotes"
    ]
