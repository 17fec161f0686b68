"""Small plans for the tests of the pictures, published in a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from zhize import vocab
from zhize.model import Department, Law, Level, Mention, Record, Role, Target, Task, TaskKind
from zhize.rdf import document_iri, iri, quads, vocabulary_quads
from zhize.store import Graph, open_store, publish


@dataclass(frozen=True, slots=True)
class Sketch:
    """A task to be: its title and the names it is tied to, each of which stands in its text."""

    path: str
    title: str
    bodies: Sequence[tuple[str, str, Role]] = ()
    """Surface, full name, role."""
    laws: Sequence[str] = ()
    products: Sequence[str] = ()
    violations: Sequence[str] = ()
    generic: Sequence[str] = ()


SMALL = (
    Sketch(
        "2.1",
        "规范电子商务准入行为",
        (("市市场监管局", "上海市市场监督管理局", Role.LEAD), ("市网信办", "上海市互联网信息办公室", Role.SUPPORT)),
        ("中华人民共和国电子商务法",),
        ("食品", "药品"),
        ("无证无照经营",),
    ),
    Sketch(
        "2.2",
        "强化网络交易信息监测",
        (("市市场监管局", "上海市市场监督管理局", Role.JOINT), ("市公安局", "上海市公安局", Role.JOINT)),
        (),
        ("食品",),
        ("刷单炒信", "虚假宣传"),
    ),
    Sketch("2.3", "落实电子商务经营者责任", generic=("相关单位",)),
)


def written(sketches: Sequence[Sketch], document: str, title: str, year: int) -> tuple[Record, str]:
    """Return the record of a plan, and its source."""
    source = f"{title}\n"
    tasks = []
    for sketch in sketches:
        start = len(source)
        source += f"{sketch.title}。按照"

        def said(surface: str, after: str) -> tuple[Mention, ...]:
            nonlocal source
            at = len(source)
            source += surface + after
            return (Mention(surface, at, at + len(surface), "test"),)

        laws = tuple(Law(name, said(f"《{name}》", "、"), known=True) for name in sketch.laws)
        source += "要求，严厉打击"
        violations = tuple(Target(name, said(name, "、")) for name in sketch.violations)
        source += "等行为，以"
        products = tuple(Target(name, said(name, "、")) for name in sketch.products)
        source += "为重点。\n（"
        bodies = tuple(
            Department(name, role, said(surface, "、"), resolved=True) for surface, name, role in sketch.bodies
        )
        generic = tuple(mention for name in sketch.generic for mention in said(name, "、"))
        source += "负责）\n"
        tasks.append(
            Task(
                sketch.path,
                TaskKind.TASK,
                sketch.title,
                start,
                len(source),
                bodies,
                generic,
                laws,
                products,
                violations,
            )
        )
    record = Record(
        document, title, None, Level.PROVINCIAL, "上海市", year, None, None, f"{year}-11-25", (), (), (), False, (),
        tuple(tasks), (), (),
    )  # fmt: skip
    return record, source


def stored(folder: Path, *plans: tuple[Record, str]) -> Graph:
    """Return the graph of a store that holds the plans and the vocabulary."""
    graphs = {document_iri(vocab.BASE, record.id): quads(record, source) for record, source in plans}
    graphs[iri(vocab.BASE, "graph", "ontology")] = vocabulary_quads()
    publish(folder, graphs, {record.id: source for record, source in plans})
    return open_store(folder)


_OPENINGS = ("", '"', "'", "</script>", "-->", "]]>", "\\u003c/script>", "{{7*7}}", "\u2028", "</style></title>")
_MARKUP = (
    "<script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg onload=pwned=1>",
    "<iframe srcdoc='<script>top.pwned=1</script>'>",
    "<a href='javascript:pwned=1'>href</a>",
    '" onmouseover="pwned=1" x="',
    "<style>@import 'http://x.invalid/'</style>",
    "<meta http-equiv=refresh content='0;url=http://x.invalid/'>",
    "<b onclick=pwned=1>粗</b>",
    "<!--<script>pwned=1//",
    "javascript:pwned=1//&lt;script&gt;",
    "${pwned=1}`'\"<xmp><script>pwned=1</script>",
)
PAYLOADS = tuple(opening + markup for opening, markup in product(_OPENINGS, _MARKUP))


def hostile(year: int = 2022) -> tuple[Record, str]:
    """Return a plan whose names, title, file and sentences are all markup and script."""
    sketches = [
        Sketch(
            f"2.{at}", text, ((text, f"部{at}{text}", Role.JOINT),), (f"法{at}{text}",), (f"品{at}{text}",),
            (f"违{at}{text}",), (text,),
        )
        for at, text in enumerate(PAYLOADS, 1)
    ]  # fmt: skip
    return written(sketches, f"{year}-{PAYLOADS[0]}{PAYLOADS[3 * 12]}.txt", PAYLOADS[3 * 12], year)
