"""Scoring a record against its gold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from zhize.errors import InputError
from zhize.model import Record
from zhize.scoring.matching import compare, pair_tasks
from zhize.scoring.sheets import (
    Sheet,
    gold_sheets,
    record_sheets,
)
from zhize.scoring.tallies import Scores, merge


def read_gold(path: Path) -> dict[str, object]:
    """Return a gold file; its scalars stay as written, but for null, true and false.

    Raises `InputError` where the file cannot be read or is not built as the annotation guide says.
    """
    import yaml

    class Loader(yaml.SafeLoader):
        """Reads dates and numbers as the words they are: 2.10 is a path, not 2.1."""

    kept = ("tag:yaml.org,2002:null", "tag:yaml.org,2002:bool")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in kept]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        gold = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=Loader)  # noqa: S506 - a SafeLoader
    except OSError as error:
        raise InputError(f"{path}: gold cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: gold is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except yaml.YAMLError as error:
        raise InputError(f"{path}: gold is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(gold, dict) or not isinstance(gold.get("document"), str):
        raise InputError(f"{path}: gold has no 'document'; give the file name of its source")
    gold_sheets(gold, str(path))
    return gold


def score(gold: Mapping[str, object], record: Record) -> Scores:
    """Return the scores of a record against the gold of its document.

    Raises `InputError`, naming the document, where gold is not built as the annotation guide says.
    """
    document = str(gold.get("document") or record.document)
    wanted, wanted_tasks = gold_sheets(gold, document)
    found, found_tasks = record_sheets(record)
    pairs, missed, extra = pair_tasks(wanted_tasks, found_tasks)
    pairs += [(task, Sheet()) for task in missed]
    pairs += [(Sheet(spared=task.path in wanted.spare), task) for task in extra]
    parts = [compare(document, wanted, found, wanted.spare)]
    parts += [compare(document, a, b, a.spare | wanted.spare) for a, b in pairs if not a.spared]
    total = merge(parts)
    return Scores((document,), total.tallies, total.misses, total.extras)
