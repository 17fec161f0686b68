"""Names and literals in the spelling of N-Quads."""

from __future__ import annotations

import re
import unicodedata
import warnings
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rdflib import Dataset, URIRef
from rdflib import Literal as RdflibLiteral

from zhize import rdf, vocab
from zhize.rdf.terms import date, segment


def parsed(lines: list[str]) -> list[ox.Quad]:
    return list(ox.parse("".join(f"{line}\n" for line in lines), ox.RdfFormat.N_QUADS))


def by_rdflib(text: str) -> Dataset:
    """Return what rdflib reads; its reader still calls what it has itself deprecated."""
    dataset = Dataset()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        dataset.parse(data=text, format="nquads")
    return dataset


TRICKY = '说"好"\\\n\r\t\u0001\u000b\u001f\u007f\u0085\u00a0\u2028\u3000\ufeff\ufffe\U0001f600e\u0301'


def kept(text: str) -> str:
    """Return what a literal keeps of a text: no C0 controls but tab and line ends, no lone surrogates."""
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    return "".join(c for c in text if c in "\t\n\r" or not c < " ")


@given(st.text(st.characters(codec=None, exclude_categories=())))
@example(TRICKY)
@example("\ud83d lone")
def test_a_literal_reads_back_as_it_was(text: str) -> None:
    line = f"<http://e/s> <http://e/p> {rdf.literal(text)} <http://e/g> ."
    assert "\n" not in line
    (quad,) = parsed([line])
    assert quad.object == ox.Literal(kept(text))
    (found,) = by_rdflib(line).quads()
    assert found[2] == RdflibLiteral(kept(text))


@given(st.text(min_size=1))
@example(TRICKY)
@example("A/B?c#d%20 e<>{}|^`")
@example("..")
@example("\ud7a3\u1100\u1161\u0301")
def test_a_name_makes_an_iri_that_every_reader_takes(name: str) -> None:
    made = rdf.iri(vocab.BASE, "law", name)
    assert unquote(made.removeprefix(f"{vocab.BASE}law/")) == unicodedata.normalize("NFC", name)
    line = f"<{made}> <http://e/p> <{made}> <{made}> ."
    (quad,) = parsed([line])
    assert quad.subject == ox.NamedNode(made)
    (found,) = by_rdflib(line).quads()
    assert found[0] == found[2] == URIRef(made)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("上海市市场监督管理局", "上海市市场监督管理局"),
        ("宣传部（网信办）", "宣传部（网信办）"),
        ("“双随机、一公开”", "“双随机、一公开”"),
        ("𠮷野家", "𠮷野家"),
        ("e\u0301", "\u00e9"),
        ("a b", "a%20b"),
        ("全\u3000角", "全%E3%80%80角"),
        ("\u202e", "%E2%80%AE"),
        ("\ue000", "%EE%80%80"),
        ("a/b#c?d%e", "a%2Fb%23c%3Fd%25e"),
        ("(a)'b'&c=d+e,f;g:h@i!j*k$l", "%28a%29%27b%27%26c%3Dd%2Be%2Cf%3Bg%3Ah%40i%21j%2Ak%24l"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
    ],
)
def test_names_in_iris(name: str, made: str) -> None:
    assert segment(name) == made


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2020", "gYear"),
        ("2020-11", "gYearMonth"),
        ("2020-11-30", "date"),
        ("2020-02-29", "date"),
        ("1900-02-29", None),
        ("2000-02-29", "date"),
        ("2021-02-29", None),
        ("2020-11-31", None),
        ("2020-11-00", None),
        ("2020-13", None),
        ("0000", None),
        ("每月25日", None),
        ("2020年", None),
        ("２０２０", None),
    ],
)
def test_dates(text: str, kind: str | None) -> None:
    datatype = vocab.PREFIXES["xsd"] + (kind or "string")
    assert parsed([f"<http://e/s> <http://e/p> {date(text)} ."])[0].object == ox.Literal(
        text, datatype=ox.NamedNode(datatype)
    )
