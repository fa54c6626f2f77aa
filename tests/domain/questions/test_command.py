"""A command line: what is right whatever the order, what is told of a wrong one, every fault."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Text, Unreadable
from domain.questions.command import BROKEN_JSON
from domain.questions.shell_words import HALF_QUOTE, ONE_COMMAND
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import OPEN_PORT

HEAD = "aws ec2 authorize-security-group-ingress"
GROUP, SOURCE = "--group-id sg-0123456789abcdef0", "--source-group sg-0fedcba9876543210"
RIGHT = f"{HEAD} {GROUP} --protocol tcp --port 5432 {SOURCE}"
OPTIONS = OPEN_PORT[OPEN_PORT.index("command:") : OPEN_PORT.index("  credit: each")]
EXACT = changed(OPEN_PORT, "  credit: each\n", "")
FENCE = OPEN_PORT[OPEN_PORT.index("```bash") : OPEN_PORT.index("\n\n## Explanation")]
COPY = changed(
    changed(
        OPEN_PORT,
        OPTIONS,
        """\
command:
  program: aws
  path: [s3, cp]
  positional:
    - is: s3://archive/2026/ticks.csv
    - one_of: [ticks.csv, ./ticks.csv, .]
  optional: [--quiet, --region]
""",
    ),
    FENCE,
    "```bash\naws s3 cp s3://archive/2026/ticks.csv ticks.csv\n```",
)


def graded(text: str, source: str = OPEN_PORT) -> Grade | Unreadable:
    found = make_question(source).grade({"answer": [text]})
    assert isinstance(found, Grade | Unreadable)
    return found


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        f"{HEAD} {SOURCE} --port=5432 --protocol 'tcp' {GROUP}",
        f'{HEAD} \\\n  {GROUP} --protocol tcp \\\n  --port "5432" {SOURCE}\n',
        f"{HEAD} \\\r\n  {GROUP} --protocol tcp --port 5432 {SOURCE}\r\n",
        f"aws --region us-east-1 ec2 authorize-security-group-ingress {RIGHT.removeprefix(HEAD)}",
        f"{RIGHT} --profile desk --output json",
    ],
)
@pytest.mark.parametrize("source", [OPEN_PORT, EXACT])
def test_a_right_command_is_right_however_it_is_written(text: str, source: str) -> None:
    assert graded(text, source) == Grade(1.0)


@pytest.mark.parametrize(
    ("text", "each", "exact"),
    [
        (
            RIGHT.replace("--port 5432", "--port 3306"),
            Grade(0.75, headline="Right command, 3 of 4 arguments right"),
            Grade(0.0, headline="Right command, 3 arguments right"),
        ),
        (
            RIGHT.removesuffix(SOURCE),
            Grade(
                0.75, headline="Right command, 3 of 4 arguments right, --source-group is missing"
            ),
            Grade(0.0, headline="Right command, 3 arguments right, --source-group is missing"),
        ),
        (
            f"{HEAD} {GROUP}",
            Grade(0.25, headline="Right command, 1 of 4 arguments right, 3 missing"),
            Grade(0.0, headline="Right command, 1 argument right"),
        ),
        (
            HEAD,
            Grade(0.0, headline="Right command, 0 of 4 arguments right, 4 missing"),
            Grade(0.0, headline="Right command, no arguments right"),
        ),
        (
            f"{RIGHT} --dry-run",
            Grade(1.0),
            Grade(0.0, headline="All that is needed, and more"),
        ),
        (
            f"{RIGHT} --port 5432",  # twice
            Grade(0.75, headline="Right command, 3 of 4 arguments right"),
            Grade(0.0, headline="Right command, 3 arguments right"),
        ),
    ],
)
def test_a_part_of_the_arguments_earns_what_the_author_chose(
    text: str, each: Grade, exact: Grade
) -> None:
    assert graded(text) == each
    assert graded(text, EXACT) == exact


def test_a_word_that_is_missing_is_named_by_its_place() -> None:
    source = changed(OPEN_PORT, "  options:", "  positional:\n    - is: now\n  options:")
    source = changed(source, HEAD, f"{HEAD} now")

    assert graded(RIGHT, source) == Grade(
        0.8, headline="Right command, 4 of 5 arguments right, the last word is missing"
    )


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("az network nsg rule create", "Another program is needed"),
        ("aws s3 ls", "Right as far as aws"),
        ("aws", "Right as far as aws"),
        ("aws ec2 authorize-security-group-egress --protocol tcp", "Right as far as aws ec2"),
        ("aws ec2", "Right as far as aws ec2"),
        ("AWS ec2 authorize-security-group-ingress", "Another program is needed"),
    ],
)
def test_another_command_is_right_as_far_as_it_is(text: str, headline: str) -> None:
    assert graded(text) == Grade(0.0, headline=headline)


def test_a_forbidden_option_takes_all_credit_and_says_why() -> None:
    named = "Name the application's group instead."
    believed = changed(OPEN_PORT, named, f"{named}\n      misconception: a-range-is-a-group")

    assert graded(f"{RIGHT} --cidr 10.0.0.0/8", believed) == Grade(
        0.0, "forbid-1", "a-range-is-a-group", "--cidr spoils it"
    )
    assert make_question(believed).misconceptions == {"a-range-is-a-group"}


def test_an_option_may_be_forbidden_with_one_value_only() -> None:
    source = changed(OPEN_PORT, "    - option: --cidr", "    - option: --cidr\n      is: 0.0.0.0/0")

    assert graded(f"{RIGHT} --cidr 0.0.0.0/0", source) == Grade(
        0.0, "forbid-1", headline="--cidr spoils it"
    )
    assert graded(f"{RIGHT} --cidr 10.0.0.0/8", source) == Grade(1.0)  # merely not needed


@pytest.mark.parametrize(
    ("text", "fraction"),
    [
        ("aws s3 cp s3://archive/2026/ticks.csv .", 1.0),
        ("aws s3 cp --quiet s3://archive/2026/ticks.csv ./ticks.csv", 1.0),
        ("aws s3 cp ticks.csv s3://archive/2026/ticks.csv", 0.0),
        ("aws s3 cp s3://archive/2026/ticks.csv", 0.5),
        ("aws s3 cp s3://archive/2026/ticks.csv . more", 1.0),
    ],
)
def test_arguments_without_a_name_count_by_their_place(text: str, fraction: float) -> None:
    found = graded(text, COPY)

    assert isinstance(found, Grade)
    assert found.fraction == fraction


def test_an_option_may_have_another_name() -> None:
    source = changed(OPEN_PORT, "  credit: each", "  alias: {-g: --group-id}\n  credit: each")

    assert graded(RIGHT.replace("--group-id", "-g"), source) == Grade(1.0)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", "Write your command first."),
        (" \n ", "Write your command first."),
        ("x" * 4001, "Write at most 4,000 characters."),
        (f"{RIGHT} | jq .", ONE_COMMAND),
        (f"{HEAD} --group-id $GROUP", ONE_COMMAND),
        (f"{HEAD} --group-id 'sg", HALF_QUOTE),
        (f"{HEAD} --anything '[{{\"a\": 1]'", BROKEN_JSON),
    ],
)
def test_what_is_not_one_command_cannot_be_read(text: str, hint: str) -> None:
    assert graded(text) == Unreadable(hint)


def test_two_values_cannot_be_read() -> None:
    assert make_question(OPEN_PORT).grade({"answer": [RIGHT, RIGHT]}) == Unreadable(
        "Write your command first."
    )


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(OPEN_PORT)

    assert (question.guess, question.seconds, question.misconceptions) == (0, 120, frozenset())
    assert question.instruction.startswith("Write one command. It is read, not run;")


def test_its_texts_are_the_model_its_arguments_and_what_is_said_of_forbidden_ones() -> None:
    texts = make_question(OPEN_PORT).texts()

    assert texts["key"] == Text(FENCE)
    assert texts["part-3"] == Text("`--port 5432`", inline=True)
    assert "part-5" not in texts
    assert texts["forbid-1"].markdown.startswith("A range lets every address in it through.")


def test_code_with_backticks_stays_code() -> None:
    source = changed(OPEN_PORT, "--protocol: {is: tcp}", "--protocol: {is: 'a`b'}")
    source = changed(source, "--protocol tcp", "--protocol 'a`b'")

    assert make_question(source).texts()["part-2"] == Text("``--protocol 'a`b'``", inline=True)


WRONG = f"{HEAD} {GROUP} --protocol udp --cidr 10.0.0.0/8 --dry-run"
GIVEN = (
    Row("part-1", given=GROUP, mark=Mark.RIGHT),
    Row("part-2", given="--protocol udp", mark=Mark.WRONG),
)
ODD = (
    Row("forbid-1", given="--cidr 10.0.0.0/8", mark=Mark.WRONG),
    Row("surplus-1", given="--dry-run"),
)


@pytest.mark.parametrize(
    ("text", "reveal", "rows"),
    [
        (WRONG, Reveal.NOTHING, (Row("answer", given=WRONG),)),
        (WRONG, Reveal.OWN, (Row("answer", given=WRONG, mark=Mark.WRONG), *GIVEN, *ODD)),
        (
            WRONG,
            Reveal.ALL,
            (
                Row("answer", given=WRONG, mark=Mark.WRONG, wanted="key"),
                GIVEN[0],
                Row("part-2", given="--protocol udp", mark=Mark.WRONG, wanted="part-2"),
                Row("part-3", mark=Mark.MISSED, wanted="part-3"),
                Row("part-4", mark=Mark.MISSED, wanted="part-4"),
                *ODD,
            ),
        ),
        (RIGHT, Reveal.OWN, (Row("answer", given=RIGHT, mark=Mark.RIGHT),)),
        ("aws s3", Reveal.OWN, (Row("answer", given="aws s3", mark=Mark.WRONG),)),
        ("aws s3", Reveal.ALL, (Row("answer", given="aws s3", mark=Mark.WRONG, wanted="key"),)),
        ("", Reveal.ALL, (Row("answer", mark=Mark.MISSED, wanted="key"),)),
    ],
)
def test_it_speaks_of_the_parts_of_a_command(
    text: str, reveal: Reveal, rows: tuple[Row, ...]
) -> None:
    assert make_question(OPEN_PORT).rows({"answer": [text]}, reveal) == rows


def test_its_key_is_all_that_decides_and_no_wording() -> None:
    question = make_question(OPEN_PORT)
    other = changed(changed(OPEN_PORT, "A range lets", "It lets"), " \\\n    --source", " --source")

    assert question.key() == {
        "command": HEAD.split(),
        "options": {
            "--group-id": ["is", "sg-0123456789abcdef0"],
            "--protocol": ["is", "tcp"],
            "--port": ["is", "5432"],
            "--source-group": ["is", "sg-0fedcba9876543210"],
        },
        "positional": [],
        "optional": ["--output", "--profile", "--region"],
        "alias": {},
        "forbidden": [["--cidr", None]],
        "credit": "each",
    }
    assert question.grading_digest == make_question(other).grading_digest
    assert question.grading_digest != make_question(EXACT).grading_digest


PORT = '    --port: {is: "5432"}'
CIDR = "    - option: --cidr"


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (PORT, f"{PORT}\n    --cidr: {{is: x}}", ["15:5: Q080 '--cidr' is required and forbidden"]),
        (
            "optional: [--region",
            "optional: [--port, --region",
            ["14:5: Q080 '--port' is required and optional"],
        ),
        (
            PORT,
            '    --port: {is: "5432", regex: "5+"}',
            ["14:13: Q080 'is' and 'regex' are two matchers; write one"],
        ),
        (PORT, "    --port: {}", ["14:13: Q080 say what the value has to be, such as {is: …}"]),
        (PORT, "    --port: {json: '{'}", ["14:13: Q080 what is to be matched is not JSON"]),
        (PORT, '    --port: {regex: "(5+)+"}', ["14:21: Q061 nested repetition (5+)+"]),
        (
            PORT,
            "    --port: {is: 5432}",
            ["14:18: C012 'command.options.--port.is' must be a valid string"],
        ),
        (PORT, '    port: {is: "5432"}', ["14:5: Q080 'port' is no option; write it as --name"]),
        (CIDR, "    - option: cidr", ["18:7: Q080 'cidr' is no option; write it as --name"]),
        (
            "optional: [--region",
            "optional: [region",
            ["16:14: Q080 'region' is no option; write it as --name"],
        ),
        (
            "  credit: each",
            "  alias: {-g: group-id}\n  credit: each",
            ["20:11: Q080 'group-id' is no option; write it as --name"],
        ),
        (
            "  credit: each",
            "  positional: [{present: true}]\n  credit: each",
            ["20:16: Q080 'present' is for options; say what the argument has to be"],
        ),
        (
            OPTIONS,
            "command:\n  program: aws\n",
            ["9:3: Q080 'command' asks for no option and no argument"],
        ),
        (
            "--protocol tcp --port 5432",
            "--protocol tcp --port 3306",
            ["30:1: Q081 model command has a wrong --port"],
        ),
        (
            "--protocol tcp --port 5432",
            "--protocol tcp --port 5432 --cidr x --dry-run",
            [
                "30:1: Q081 model command has --cidr, which is forbidden",
                "30:1: Q081 model command has --dry-run, which nothing asks for",
            ],
        ),
        (
            " --port 5432",
            "",
            ["30:1: Q081 model command lacks --port"],
        ),
        ("aws ec2 authorize", "aws ec2 revoke", [f"30:1: Q081 model command is not {HEAD}"]),
        (
            "sg-0fedcba9876543210\n```",
            "'sg\n```",
            [f"30:1: Q081 model command cannot be read: {HALF_QUOTE}"],
        ),
        (FENCE, "```bash\n```", ["30:1: Q081 model command is empty"]),
        (
            "```bash",
            "```console",
            ["29:1: Q081 write the model command alone, in a fence that begins with ```bash"],
        ),
        (
            "## Explanation",
            "And so on.\n\n## Explanation",
            ["36:1: Q081 write the model command alone, in a fence that begins with ```bash"],
        ),
        (
            "## Explanation",
            f"## Hints\n\n1. It is `{RIGHT}`.\n\n## Explanation",
            ["38:1: Q050 hint 1 contains the model command"],
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problems: list[str]) -> None:
    assert problems_of(changed(OPEN_PORT, old, new)) == [f"q.md:{problem}" for problem in problems]


def test_a_model_may_lack_a_word_without_a_name() -> None:
    source = changed(COPY, "ticks.csv ticks.csv\n", "ticks.csv\n")

    assert problems_of(source) == ["q.md:25:1: Q081 model command lacks a word behind the path"]


def test_what_an_author_forgets_is_said() -> None:
    assert problems_of(changed(OPEN_PORT, f"{OPTIONS}  credit: each\n", "")) == [
        "q.md:1:1: C010 key 'command' is missing"
    ]


def test_it_warns_of_a_title_that_says_the_command() -> None:
    title = "title: Let the application reach the database"
    text = changed(
        OPEN_PORT, title, "title: Use authorize-security-group-ingress and --source-group"
    )

    assert warnings_in(text) == ["q.md:5:8: Q004 title repeats 'authorize-security-group-ingress'"]
