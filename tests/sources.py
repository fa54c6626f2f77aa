"""One good question file of every kind, as an author would write it."""

WHICH_LINE = """\
---
format: 1
id: which-line
kind: choice
title: Which line of the bill grows
outcomes: [estimate-transfer]
teaches: [data-transfer#three-prices]
difficulty: easy
---

Ticks lie in `us-west-2`. A nightly join runs in `us-east-1` and reads all of
them. Which line of the bill grows with every run?

## Choices

- [x] Data transfer between the two Regions, per gigabyte {#regions}

    > Every byte that crosses the boundary is metered where it leaves.

- [ ] Internet egress, at the first-tier price {#internet misconception=all-transfer-is-internet-egress}

    > The bytes never leave the provider's network. Region to Region has its
    > own, lower price.

- [ ] Nothing, as long as the two VPCs are peered {#peered misconception=peering-is-free}

    > Peering changes the route. Across Regions the transfer is charged as usual.

- [ ] S3 storage in `us-west-2` {#storage}

    > Storage is billed for lying there. Reading it does not make it larger.

## Hints

1. Draw the two Regions and the arrow between them.
2. Does the arrow touch the internet?

## Explanation

Three boundaries, three prices. A join across Regions pays the Region-to-Region
price on every run, so the cheap design moves the compute.
"""  # noqa: E501

PEERING_BILL = """\
---
format: 1
id: peering-bill
kind: choices
title: What a peering link charges
outcomes: [connect-privately, estimate-transfer]
teaches: [data-transfer#three-prices]
facts: [peering-same-zone]
credit: balanced
---

Two VPCs are peered. Which of these flows are charged for data transfer?

## Choices

- [ ] Between two instances in the same Availability Zone {#same-zone}

    > Inside one zone a peering is free.

- [x] Between two zones of one Region {#zones}

    > The in-Region rate applies in each direction.

- [x] Between two Regions {#regions}

    > The Region-to-Region rate applies where the data leaves.

- [ ] None: avoiding charges is what peering is for {#none misconception=peering-is-free}

    > Peering is a route. The boundary decides the price.

## Explanation

Ask which boundary the bytes cross, not which link carries them.
"""

NIGHTLY_JOIN = """\
---
format: 1
id: nightly-join
kind: numeric
title: A join across two Regions
outcomes: [estimate-transfer]
teaches: [data-transfer#locality]
formula: "5000 * 21 * 0.02"
unit: USD
units: {kUSD: "1000"}
tolerance: {rel: "0.01"}
near:
  - formula: "5000 * 21 * 0.09"
    tolerance: {rel: "0.01"}
    misconception: all-transfer-is-internet-egress
    feedback: That is the internet price. These bytes stay inside the provider.
  - formula: "5000 * 0.02"
    tolerance: {rel: "0.01"}
    feedback: That is one night. The month has 21 trading nights.
---

A job in `us-east-1` reads 5,000 GB of ticks from `us-west-2` on each of 21
trading nights. Use 0.02 USD per GB. What does the transfer cost in the month?

## Hints

1. How many gigabytes cross the boundary in the month?

## Explanation

5,000 GB × 21 nights × 0.02 USD/GB = 2,100 USD. Run the job in `us-west-2` and
the line is gone.
"""

USAGE_TYPE = """\
---
format: 1
id: usage-type
kind: short
title: Name the principle
outcomes: [estimate-transfer]
teaches: [data-transfer#locality]
answers:
  - match: ci
    text: data locality
  - match: regex
    ci: true
    text: "(run|move|bring) the (compute|job|code) to the data"
  - match: ci
    text: data gravity
    credit: "0.5"
    feedback: Gravity names the problem. The principle that answers it has another name.
---

What is the two-word name of the principle "run the computation where the data
already lies"?

## Explanation

Data locality: the result is small, the input is not, so the job travels.
"""

READ_THE_NAME = """\
---
format: 1
id: read-the-name
kind: cloze
title: Read an instance name
outcomes: [estimate-transfer]
teaches: [data-transfer#locality]
---

In `c7g.xlarge` the letter `c` means {{ blank:family }}. In `g6.xlarge` the
letter `g` names {{ blank:gpu }}.

## Blanks

### family

- [x] compute optimised

    > More processor per gigabyte of memory.

- [ ] cost optimised

    > There is no such family; the price follows from the rest of the name.

### gpu

```answers
- match: regex
  ci: true
  text: "(the )?(gpu|graphics)( family| instances?)?"
- match: regex
  ci: true
  text: "(aws )?graviton( processor)?|arm(64)?( processor)?"
  credit: "0"
  feedback: After the digit a g names the processor. Before it, g is a family.
  misconception: any-g-is-graviton
```

## Explanation

Read family, generation, attributes, size: `c` `7` `g` `xlarge`, but `g` `6` `xlarge`.
"""

TIER_RULES = """\
---
format: 1
id: tier-rules
kind: matching
title: Which boundary is crossed
outcomes: [connect-privately]
teaches: [data-transfer#three-prices]
---

Match each flow with the boundary that sets its price.

## Pairs

| Left | Right | Why |
|---|---|---|
| database to its standby {#standby} | zone to zone | The standby stands in another zone of the Region. |
| archive copy from west to east {#copy} | Region to Region | Each Region is its own boundary. |
| file to a partner's data centre {#partner} | to the internet | Without a private line the bytes leave the provider. |

## Extra

- [ ] free of charge {#free misconception=peering-is-free}

    > None of these three stays inside one zone.

## Explanation

Name the boundary first, then look up the price.
"""  # noqa: E501

FILE_TO_ROW = """\
---
format: 1
id: file-to-row
kind: ordering
title: From estimate to redesign
outcomes: [estimate-transfer]
teaches: [data-transfer#locality]
credit: pairs
---

Put the steps of a transfer estimate in order.

## Steps

1. Draw every arrow that moves data {#draw}

    > The arrows are the lines of the bill.

2. Name the boundary each arrow crosses {#boundary}

3. Multiply volume by the price of that boundary {#multiply}

    > The price depends on the boundary, so this cannot come first.

4. Move the compute beside the largest volume {#move}

## Explanation

Arrows, boundaries, prices, redesign.
"""

CALCULATOR = """\
---
format: 1
id: calculator
kind: predict
title: What the tier function prints
outcomes: [estimate-transfer]
teaches: [data-transfer#three-prices]
---

The function charges nothing for the first 100 GB of a month. What does the
program print?

## Program

```python
from decimal import Decimal

def bill(gb, free=100, price=Decimal("0.09")):
    return max(gb - free, 0) * price

print(bill(80))
print(bill(150))
```

## Output

```text
0.00
4.50
```

## Near misses

### whole-volume

```text
7.20
13.50
```

> The first 100 GB are free: subtract them before multiplying.

### bare-zero {credit="0.5"}

```text
0
4.50
```

> Zero times a price with two places is a zero with two places.

## Explanation

80 GB lie inside the free volume; 50 of the 150 GB are charged: 50 × 0.09 = 4.50.
"""

OPEN_PORT = """\
---
format: 1
id: open-port
kind: command
title: Let the application reach the database
outcomes: [connect-privately]
teaches: [data-transfer#three-prices]
command:
  program: aws
  path: [ec2, authorize-security-group-ingress]
  options:
    --group-id: {is: sg-0123456789abcdef0}
    --protocol: {is: tcp}
    --port: {is: "5432"}
    --source-group: {is: sg-0fedcba9876543210}
  optional: [--region, --output, --profile]
  forbid:
    - option: --cidr
      feedback: A range lets every address in it through. Name the application's group instead.
  credit: each
---

The database has the security group `sg-0123456789abcdef0`, the application has
`sg-0fedcba9876543210`. Write the AWS CLI command that lets the application
reach PostgreSQL (TCP port 5432) on the database.

## Command

```bash
aws ec2 authorize-security-group-ingress \\
    --group-id sg-0123456789abcdef0 \\
    --protocol tcp --port 5432 \\
    --source-group sg-0fedcba9876543210
```

## Explanation

The rule belongs to the receiving group and names the sending group as its
source, so it stays right when addresses change.
"""

PEERING_ALOUD = """\
---
format: 1
id: peering-aloud
kind: open
title: Private paths for a market-data stream
outcomes: [connect-privately, estimate-transfer]
teaches: [data-transfer#three-prices]
shape: technical
seconds: 150
target_words: 120
recall: false
---

A feed handler in one VPC writes to Kinesis. The consumers sit in another VPC.
Which private paths do you need, and what does peering *not* do for you?

## Key points

### Kinesis is reached through an interface endpoint {#endpoint weight=2}

- Kinesis is not inside my VPC, so I use a PrivateLink interface endpoint.
- Put an interface endpoint for Kinesis into the subnet of the feed handler.

> Peering alone never reaches a service that is not in the other VPC.

```patterns
kinesis & interface endpoint*|privatelink|vpc endpoint*
endpoint* & reach*|write*|private* & kinesis|stream*
```

### Peering joins exactly two VPCs and is not transitive {#pair weight=1}

- A peering links two networks; a third one is not reached through it.
- Peering is point to point, and the address ranges must not overlap.

```patterns
peering|peered & two|pair|point to point
~ not transitive|non-transitive
overlap* & cidr|range*|address*
```

### Transfer is priced by the boundary, peering or not {#priced weight=2 outcome=estimate-transfer}

- It is free inside a zone and charged between zones and Regions.
- Peering does not avoid data-transfer charges.

```patterns
free & same zone|same az|within a zone
charge*|pay*|price*|cost* & cross zone|between zones|cross region|between regions
~ peering & not avoid|does not save|still pay
```

## Misconceptions

### services-live-in-my-vpc {points="endpoint"}

```patterns
kinesis & inside|in & my|our|the vpc
```

## Model answer

The feed handler writes to Kinesis through an interface endpoint in its own
subnet, because the stream is a regional service and not a machine in my VPC.
The consumers get an endpoint in theirs. I need peering only if the two VPCs
talk to each other directly: it joins exactly two networks, refuses overlapping
ranges and is not transitive. It grants no permission, so the role still needs
`kinesis:PutRecords`. And it is no discount: inside one zone it is free, across
zones and Regions the usual transfer prices apply.

## Probes

- A third VPC wants the data as well. What changes?
- Who is billed for the transfer between the zones?

## Hints

1. Where does Kinesis stand: in a VPC or beside it?
"""

GOOD = {
    "choice": WHICH_LINE,
    "choices": PEERING_BILL,
    "numeric": NIGHTLY_JOIN,
    "short": USAGE_TYPE,
    "cloze": READ_THE_NAME,
    "matching": TIER_RULES,
    "ordering": FILE_TO_ROW,
    "predict": CALCULATOR,
    "command": OPEN_PORT,
    "open": PEERING_ALOUD,
}
"""By kind."""

EXTRA = """\
## Extra

- [ ] Buy a bigger disk {#disk misconception=storage-is-transfer}

    > Storage is another line of the bill.

## Explanation"""
WITH_EXTRA = FILE_TO_ROW.replace("## Explanation", EXTRA)
"""An ordering with a step that does not belong."""
GROUPED = FILE_TO_ROW.replace("{#boundary}", "{#boundary group=price}").replace(
    "{#multiply}", "{#multiply group=price}"
)
"""An ordering in which two steps may change places."""


def numeric_file(answer: str, tolerance: str = "") -> str:
    """Ask for a bare number, without near misses; ``tolerance`` is a line of front matter."""
    start, end = NIGHTLY_JOIN.index("formula"), NIGHTLY_JOIN.index("---\n\nA job")
    return f'{NIGHTLY_JOIN[:start]}answer: "{answer}"\n{tolerance}{NIGHTLY_JOIN[end:]}'
