"""Files to sources: paths, kinds of files, encodings."""

from __future__ import annotations

import codecs
import hashlib
import os
import socket
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhize.errors import InputError
from zhize.reading import Dropped, Format, Source, files, plans_in, read, read_bytes, readable
from zhize.resources import campaigns

PLAN = (
    "关于开展农资打假专项行动的通知\r\n\r\n一、重点任务\r\n（一）打击假劣种子。以网络销售的种子为重点，开展监督抽查，"
    "严厉查处违法行为。（市农业农村局牵头，市公安局配合）\r\n二、工作要求\r\n各单位要按照职责分工抓好落实。\r\n"
)
TRADITIONAL = (
    "關於開展網絡市場監管專項行動的通知\n一、重點任務\n（一）打擊假冒偽劣商品。以網絡銷售的食品為重點，開展監督抽查，"
    "嚴厲查處違法行為。（市場監督管理局牽頭，公安局配合）\n二、工作要求\n各單位要按照職責分工抓好落實。\n"
)
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be")


def _read(data: bytes, name: str = "plan.txt") -> Source:
    return read_bytes(data, name)


def _error(data: bytes, name: str = "plan.txt") -> str:
    with pytest.raises(InputError) as caught:
        read_bytes(data, name)
    text = str(caught.value)
    assert "\n" not in text
    return text


# Encodings


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    source = _read(PLAN.encode(encoding))
    assert source.text == PLAN
    assert source.encoding == encoding.removesuffix("-sig")
    assert source.dropped == ()


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        ("\ufeff".encode("gb18030"), "gb18030"),
    ],
)
def test_a_byte_order_mark_decides_and_is_not_counted(mark: bytes, encoding: str) -> None:
    assert _read(mark + "通知".encode(encoding)).text == "通知"
    assert _read(mark + PLAN.encode(encoding)).encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le", "utf-16-be"])
def test_traditional_text(encoding: str) -> None:
    source = _read(TRADITIONAL.encode(encoding))
    assert (source.text, source.encoding) == (TRADITIONAL, encoding)


def test_line_ends_and_odd_characters_stay_as_they_are() -> None:
    text = PLAN + "甲\r乙\u2028丙\u0085丁\ufeff戊\u200b己\u3000庚\xa0辛\n"
    for encoding in ENCODINGS:
        assert _read(text.encode(encoding)).text == text


@pytest.mark.parametrize("path", sorted(campaigns().glob("*.txt")), ids=lambda path: path.stem)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_shipped_plans(path: Path, encoding: str) -> None:
    text = path.read_bytes().decode("utf-8").removeprefix("\ufeff")
    assert _read(text.encode(encoding)).text == text
    source = read(path)
    assert (source.text, source.name, source.format) == (text, path.name, Format.TXT)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


_GB = [c for row in range(0xB0, 0xD7) for c in bytes(b for i in range(0xA1, 0xFF) for b in (row, i)).decode("gb2312")]
_BIG5 = [
    c
    for row in range(0xA4, 0xC6)
    for c in bytes(b for i in (*range(0x40, 0x7F), *range(0xA1, 0xFF)) for b in (row, i)).decode("big5")
]


def _texts(characters: list[str]) -> st.SearchStrategy[str]:
    """Texts of sixty or more characters in common use, thirty of them different."""
    different = st.lists(st.sampled_from(characters), min_size=30, max_size=120, unique=True)
    more = st.lists(st.sampled_from([*characters, "，", "。", "、", "\n", "1"]), min_size=30, max_size=200)
    return st.tuples(different, more).map(lambda parts: "".join(parts[0] + parts[1]))


@settings(max_examples=150, deadline=None)
@given(_texts(_GB), st.sampled_from(ENCODINGS))
def test_any_simplified_text_reads_back(text: str, encoding: str) -> None:
    assert _read(text.encode(encoding)).text == text


@settings(max_examples=150, deadline=None)
@given(_texts(_BIG5), st.sampled_from(["big5", *ENCODINGS]))
def test_any_traditional_text_reads_back(text: str, encoding: str) -> None:
    assert _read(text.encode(encoding)).text == text


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.sampled_from([*_GB[:300], *_BIG5[:300], "a", "1", "，"]), min_size=1, max_size=40),
    st.sampled_from(["gb18030", "utf-16-le", "utf-16-be"]),
)
def test_a_short_text_is_read_right_or_refused(text: str, encoding: str) -> None:
    try:
        source = _read(text.encode(encoding))
    except InputError:
        return
    assert source.text == text


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for name in ("plan.txt", "plan.html", "plan.docx", "plan"):
        try:
            source = read_bytes(data, name)
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017
        else:
            assert source.text.strip()


@pytest.mark.parametrize(
    ("garble", "shows"),
    [
        (lambda: PLAN.encode("utf-8").decode("latin-1").encode("utf-8"), "garbled"),
        (lambda: PLAN.encode("gb18030").decode("latin-1").encode("utf-8"), "garbled"),
        (lambda: PLAN.encode("utf-8").decode("gbk", "replace").encode("utf-8"), "garbled"),
        (lambda: PLAN.encode("gb18030").decode("big5", "replace").encode("utf-8"), "garbled"),
        (lambda: PLAN.encode("gb18030").decode("utf-8", "replace").encode("utf-8"), "\ufffd"),
        (
            lambda: PLAN.encode("gb18030").decode("utf-8", "replace").encode("utf-8").decode("gbk", "replace").encode(),
            "garbled",
        ),
    ],
)
def test_garbled_text_is_refused_with_a_sample(garble: object, shows: str) -> None:
    assert callable(garble)
    assert shows in _error(garble())


def test_undecodable_text_names_the_candidates() -> None:
    text = _error(PLAN.encode("utf-8")[:30] + b"\xff\xff\xff" + PLAN.encode("utf-8")[30:])
    assert all(name in text for name in ("utf-8 fails at byte 30", "gb18030", "big5", "save it as UTF-8"))


def test_two_likely_encodings_are_both_named() -> None:
    assert "may be gb18030 or big5" in _error("年年".encode("gb18030")) or "big5" in _error("年年".encode("gb18030"))


def test_a_large_file_is_decided_in_a_moment() -> None:
    for encoding in ("gb18030", "utf-8", "utf-16-le"):
        text = PLAN * 20_000
        assert _read(text.encode(encoding)).text == text


# What is no plan


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "holds no text"),
        ("\ufeff".encode(), "holds no text"),
        ("通知：各单位\0抓好落实，年底前报送工作总结。".encode(), "NUL"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG picture"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "save it as docx"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"Rar!\x1a\x07\x00", "unpack it"),
        (b"\x1f\x8b\x08\x00", "unpack it"),
        (b"MIME-Version: 1.0\r\n", "web archive"),
        (b"%PDF-1.7\n", "ends in .pdf"),
        ("<!DOCTYPE html><p>各单位要抓好落实。".encode(), "ends in .html"),
    ],
)
def test_what_is_no_text_is_named(data: bytes, says: str) -> None:
    text = _error(data)
    assert text.startswith("plan.txt: ")
    assert says in text


def _zip(*members: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("plan.ofd", _zip("OFD.xml", "Doc_0/Document.xml"), "an OFD file: save it as docx or pdf"),
        ("plan.docx", _zip("xl/workbook.xml"), "Excel"),
        ("plan.docx", _zip("方案.txt"), "a zip archive: unpack it"),
        ("plan.docx", PLAN.encode(), "content is no docx"),
        ("plan.docx", _zip("[Content_Types].xml"), "without the text of a docx"),
        ("plan.pdf", PLAN.encode(), "content is no pdf"),
        ("plan.txt", _zip("word/document.xml"), "ends in .docx"),
        ("plan.docx", b"PK\x03\x04" + bytes(50), "damaged zip"),
        ("plan.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "OLE"),
    ],
)
def test_what_its_name_does_not_say_is_named(name: str, data: bytes, says: str) -> None:
    assert says in _error(data, name)


def test_a_name_in_a_message_cannot_break_the_line_or_turn_it() -> None:
    text = _error(b"", "方案\n\u202egnp.txt")
    assert text.startswith("方案\\n\\u202egnp.txt: ")


def test_a_file_without_a_known_ending_is_read_by_its_content() -> None:
    assert _read(PLAN.encode(), "plan").format is Format.TXT
    assert _read(b"<html><body><p>" + PLAN.encode(), "plan.php").format is Format.HTML
    assert _read(PLAN.encode(), "plan.md").format is Format.MD


# Paths


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.txt"))
        for name, says in (
            ("none.txt", "no such file"),
            ("", "a folder"),
            ("pipe.txt", "a pipe"),
            ("loop.txt", "symbolic links"),
            ("s.txt", "give a file"),
        ):
            with pytest.raises(InputError, match=says):
                read(tmp_path / name)
    with pytest.raises(InputError, match="a device"):
        read(Path("/dev/zero"))
    with pytest.raises(InputError, match="null byte"):
        read(tmp_path / "a\0b")


def test_a_file_larger_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.encode())
    size = path.stat().st_size
    monkeypatch.setattr(files, "MAX_BYTES", size)
    assert read(path).text == PLAN
    monkeypatch.setattr(files, "MAX_BYTES", size - 1)
    with pytest.raises(InputError, match="more than"):
        read(path)
    assert "more than" in _error(PLAN.encode())


def test_a_sparse_giant_is_refused_without_reading(tmp_path: Path) -> None:
    with (tmp_path / "plan.txt").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InputError, match="1048576 MB, more than the 64 MB"):
        read(tmp_path / "plan.txt")


def test_a_name_in_another_encoding_is_legible(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "方案.txt".encode("gbk")))
    path.write_bytes(PLAN.encode())
    assert read(path).name == "方案.txt"


def test_plans_in_a_folder(tmp_path: Path) -> None:
    for name in (
        "乙.pdf",
        "甲.txt",
        "a.DOCX",
        "old.doc",
        "README.md",
        "readme.zh.md",
        "LICENSE.txt",
        ".x.txt",
        "~$a.docx",
        "gold.yaml",
        "x.htm",
    ):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "folder.txt").mkdir()
    found = [path.name for path in plans_in(tmp_path)]
    assert found == sorted(["乙.pdf", "甲.txt", "a.DOCX", "old.doc", "x.htm"])
    assert [name for name in found if not readable(tmp_path / name)] == ["old.doc"]
    with pytest.raises(InputError, match="no such file or folder"):
        plans_in(tmp_path / "none")
    with pytest.raises(InputError, match="not a folder"):
        plans_in(tmp_path / "x.htm")


def test_values_are_small() -> None:
    assert str(Dropped("script", 3)) == "script: 3 characters"
    assert [str(format_) for format_ in Format] == ["txt", "md", "html", "docx", "pdf"]
