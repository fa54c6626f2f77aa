"""A first draft of a question of each kind: what an author writes over."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Skeleton:
    """What is peculiar to a kind."""

    front: str
    """Lines of front matter, or ''."""
    body: str
    """The prompt and the sections between it and the hints."""
    end: str = """
## Explanation

Say what to remember.
"""
    """What comes behind the hints."""


SKELETONS: Mapping[str, Skeleton] = {
    "choice": Skeleton(
        "",
        """\
State the situation in a sentence or two. Which one is it?

## Choices

- [x] The one right choice {#first}

    > Why it is right.

- [ ] A choice that many would take {#second}

    > Why it is wrong.

- [ ] A choice that is off in another way {#third}

    > Why that is wrong, too.
""",
    ),
    "choices": Skeleton(
        "credit: balanced\n",
        """\
State the situation in a sentence or two. Which of these hold?

## Choices

- [x] A right choice {#first}

    > Why it is right.

- [x] Another that holds {#second}

    > Why this holds as well.

- [ ] A choice that many would take {#third}

    > Why it is wrong.

- [ ] A choice that is off in another way {#fourth}

    > Why that is wrong, too.
""",
    ),
    "numeric": Skeleton(
        """\
answer: "42"
unit: GB
tolerance: {rel: "0.01"}
near:
  - value: "84"
    feedback: Say which slip leads to this number.
""",
        """\
State the quantities that are given. How many gigabytes is it?
""",
    ),
    "short": Skeleton(
        """\
answers:
  - match: ci
    text: the right name
  - match: ci
    text: a near miss
    credit: "0"
    feedback: Say what this name stands for instead.
""",
        """\
Describe the thing. What is it called?
""",
    ),
    "cloze": Skeleton(
        "",
        """\
Write a sentence in which {{ blank:first }} is missing, and also {{ blank:second }}.

## Blanks

### first

- [x] what belongs there {#right}

    > Why it belongs there.

- [ ] what many would put there {#wrong}

    > Why it does not.

### second

```answers
- match: ci
  text: the right word
- match: ci
  text: a near miss
  credit: "0"
  feedback: Say what this word stands for instead.
```
""",
    ),
    "matching": Skeleton(
        "",
        """\
Say what is to be matched with what.

## Pairs

| Left | Right | Why |
|---|---|---|
| one thing {#first} | its match | Why these belong together. |
| another thing {#second} | the match of that | Why these do. |
| a third thing {#third} | the match of the third | Why these do, too. |
""",
    ),
    "ordering": Skeleton(
        "credit: pairs\n",
        """\
Say what the order is for. Put the steps in order.

## Steps

1. What comes first {#first}

    > Why nothing can come before it.

2. What comes next {#second}

3. What comes at the end {#third}

    > Why it cannot come earlier.
""",
    ),
    "predict": Skeleton(
        "",
        """\
Say what the program is for. What does it print?

## Program

```python
for day in range(3):
    print(day)
```

## Output

```text
0
1
2
```

## Near misses

### from-one

```text
1
2
3
```

> Say which belief leads to this output.
""",
    ),
    "command": Skeleton(
        """\
command:
  program: aws
  path: [s3api, head-object]
  options:
    --bucket: {is: the-bucket}
    --key: {is: the/key}
  optional: [--region, --profile, --output, --query]
  forbid:
    - option: --version-id
      feedback: Say why this option spoils the command.
""",
        """\
State everything that the command has to name. Which command is it?

## Command

```bash
aws s3api head-object --bucket the-bucket --key the/key
```
""",
    ),
    "open": Skeleton(
        "target_words: 120\n",
        """\
State the situation in a sentence or two. What would you do, and why?

## Key points

### A point that a good answer makes {#first weight=2}

- One way to say it.
- Another way to say it, in other words.

> What is worth adding once it is marked.

### A second point {#second}

- One way to say it.
- Another way to say it.

### A third point {#third}

- One way to say it.
- Another way to say it.

## Model answer

Write the answer that you would like to hear, in sixty to a hundred and eighty words.
""",
        end="",
    ),
}
"""By the name that front matter calls the kind."""


def skeleton(kind: str, key: str, *, outcome: str, teaches: str) -> str:
    """Return the file of a new question: a draft that can be read, and that no learner meets."""
    own = SKELETONS[kind]
    return f"""\
---
format: 1
id: {key}
kind: {kind}
title: Name the subject, not the answer
outcomes: [{outcome}]
teaches: [{teaches}]
difficulty: medium
status: draft
{own.front}---

{own.body}
## Hints

1. Point at the way, and leave the last step to the reader.
{own.end}"""
