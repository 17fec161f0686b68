"""The baseline: how such a project is usually built, kept beside ours so that figures are ratios.

jieba.lcut for words, one big alternation of names for entities, rdflib for the graph, Turtle for the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import jieba
from rdflib import Dataset, Literal, URIRef

from zhize.authority import Tables


def alternation(tables: Tables) -> re.Pattern[str]:
    """Return one pattern of all names the tables know."""
    names = {stem for body in tables.bodies for stem in body.stems}
    names |= {law.name.removeprefix("中华人民共和国") for law in tables.laws}
    names |= {label for concept in (*tables.products, *tables.violations) for label in (concept.label, *concept.alt)}
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda n: (-len(n), n))[:5000])))


def build(plans: Iterable[tuple[str, str]], names: re.Pattern[str], quads: int, output: Path) -> int:
    """Read plans into an rdflib dataset of ``quads`` quads and write it as TriG; return how many it holds."""
    dataset = Dataset()
    plans = list(plans)
    share = quads // len(plans)
    made = 0
    for number, (name, text) in enumerate(plans):
        graph = dataset.graph(URIRef(f"https://example.org/doc/{name}"))
        words = jieba.lcut(text)
        found = [(m.start(), m.end(), m[0]) for m in names.finditer(text)]
        wanted = share if number + 1 < len(plans) else quads - made
        for index in range(wanted):
            start, end, surface = found[index % len(found)] if found else (0, 1, words[0])
            subject = URIRef(f"https://example.org/doc/{name}/mention/{start}-{end}/{index // 4}")
            value = (Literal(start), Literal(end), Literal(surface), URIRef("https://example.org/Mention"))[index % 4]
            graph.add((subject, URIRef(f"https://example.org/p{index % 4}"), value))
        made += wanted
    dataset.serialize(destination=str(output), format="trig")
    return made
