"""Linear time: reading 2n characters of hostile text costs at most about twice the time of n.

Run: ``python benchmarks/hostile.py --size 250000``.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from zhize.authority import shipped
from zhize.extraction import Reader

_HEAD = "浙江省2020年专项行动方案\n\n一、总体目标\n净化环境。\n\n二、重点任务\n（一）甲事项。"

#: Name -> a unit that is repeated to the size.
SHAPES: dict[str, str] = {
    "open brackets": "（",
    "closed brackets": "）",
    "nested brackets": "（（（））",
    "open titles": "《",
    "titles": "《法》",
    "nested titles": "《〈《",
    "quotes": "“”",
    "open quotes": "“",
    "digits": "1234567890",
    "numbered": "1.甲2.乙",
    "chinese numbers": "一、二、三、",
    "bracket numbers": "。（一）。（二）",
    "no punctuation": "市场监管局打击假冒伪劣商品",
    "by somebody": "由市公安局负责",
    "leads": "市公安局牵头，市商务局配合，",
    "lists": "市公安局、市商务局、",
    "enforce": "严厉打击查处整治",
    "offences": "编造、传播、销售、伪造、",
    "measures": "一是二是三是",
    "commas": "，",
    "lines": "\n",
    "tabs": "甲\t",
    "bars": "|甲",
    "spaces": "公 安 ",
    "dates": "2020年1月1日前",
    "and so on": "等行为等问题",
    "against": "对于对的，",
    "counties": "甲县乙区丙市",
}


def timed(run: Callable[[], object]) -> float:
    """Return the seconds of the processor that a call takes."""
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    """Print the ratio of each shape."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=1, help="readings of each text, of which the quickest counts")
    parser.add_argument("shapes", nargs="*", choices=[*SHAPES, []], default=[], help="names of shapes; all where none is given")
    arguments = parser.parse_args()
    reader = Reader(shipped())
    reader.read(_HEAD, "warm.txt")
    for name in arguments.shapes or SHAPES:
        unit = SHAPES[name]
        texts = [_HEAD + unit * (n // len(unit)) for n in (arguments.size, 2 * arguments.size)]
        one, two = (
            min(timed(lambda text=text: reader.read(text, "hostile.txt")) for _ in range(arguments.rounds))  # type: ignore[misc]
            for text in texts
        )
        print(f"{name:16} {one:7.2f} s {two:7.2f} s  {two / one:5.2f} times")


if __name__ == "__main__":
    main()
