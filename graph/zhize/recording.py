"""The record as plain data: mappings, lists, strings and integers, and as YAML and JSON.

The keys are those of gold. Where gold has a bare string the record has a mention, an object that says where
the words stand: ``surface``, ``span`` (``[start, end]``, half-open, code points of the source) and ``rule``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zhize.model import (
    Deadline,
    Department,
    Indicator,
    Issuer,
    Law,
    Measure,
    Mention,
    Record,
    Remark,
    Target,
    Task,
)

if TYPE_CHECKING:
    from yaml import SafeDumper
    from yaml.nodes import Node


def as_dict(record: Record) -> dict[str, object]:
    """Return the record as plain data, its keys in the order in which people read a plan."""
    return {
        "document": record.document,
        "title": record.title,
        "number": record.number,
        "level": None if record.level is None else record.level.value,
        "region": record.region,
        "year": record.year,
        "starts": record.starts,
        "ends": record.ends,
        "published": record.published,
        "issuers": [_issuer(issuer) for issuer in record.issuers],
        "addressees": [_issuer(addressee) for addressee in record.addressees],
        "implements": [_law(law) for law in record.implements],
        "truncated": record.truncated,
        "laws_cited": [_law(law) for law in record.laws_cited],
        "tasks": [_task(task) for task in record.tasks],
        "measures": [_measure(measure) for measure in record.measures],
        "indicators": [_indicator(indicator) for indicator in record.indicators],
        "remarks": [_remark(remark) for remark in record.remarks],
    }


def as_json(record: Record) -> str:
    """Return the record as one JSON document, without a line break at its end."""
    import json

    return json.dumps(as_dict(record), ensure_ascii=False, indent=2)


def as_yaml(record: Record) -> str:
    """Return the record as YAML: blocks down to the tasks, each entry of a task on a line of its own."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes each value out in full, never as an alias of an earlier one."""

        def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature is PyYAML's
            return True

    def mapping(dumper: SafeDumper, data: Mapping[str, object]) -> Node:
        return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=_is_entry(data))

    def sequence(dumper: SafeDumper, data: list[object]) -> Node:
        short = all(isinstance(item, int) for item in data)
        return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=short)

    def text(dumper: SafeDumper, data: str) -> Node:
        style = '"' if "\n" in data else None  # a line break inside an entry stays an escape on its line
        return dumper.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    Dumper.add_representer(str, text)
    Dumper.add_representer(dict, mapping)
    Dumper.add_representer(list, sequence)
    return yaml.dump(as_dict(record), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))


def _is_entry(data: Mapping[str, object]) -> bool:
    """Tell whether a mapping is one entry with its place in the source, and no task."""
    return "span" in data and "departments" not in data


def _task(task: Task) -> dict[str, object]:
    return {
        "path": task.path,
        "kind": task.kind.value,
        "title": task.title,
        "span": [task.start, task.end],
        "departments": [_department(department) for department in task.departments],
        "generic": [_mention(mention) for mention in task.generic],
        "laws": [_law(law) for law in task.laws],
        "products": [_target(product) for product in task.products],
        "violations": [_target(violation) for violation in task.violations],
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
    }


def _place(mention: Mention) -> dict[str, object]:
    """Return where a mention stands and which rule found it."""
    return {"span": [mention.start, mention.end], "rule": mention.rule}


def _mention(mention: Mention) -> dict[str, object]:
    return {"surface": mention.surface, **_place(mention)}


def _issuer(issuer: Issuer) -> dict[str, object]:
    return {"name": issuer.name, **_mention(issuer.mention)}


def _department(department: Department) -> dict[str, object]:
    first = department.mentions[0]
    return {
        "surface": first.surface,
        "name": department.name,
        "role": department.role.value,
        **_place(first),
    }


def _law(law: Law) -> dict[str, object]:
    first = law.mentions[0]
    article = {} if law.article is None else {"article": law.article}
    return {"surface": first.surface, "name": law.name, **article, **_place(first)}


def _target(target: Target) -> dict[str, object]:
    first = target.mentions[0]
    return {"surface": first.surface, "concept": target.concept, **_place(first)}


def _deadline(deadline: Deadline) -> dict[str, object]:
    return {
        "surface": deadline.mention.surface,
        "date": deadline.date,
        "what": deadline.what,
        **_place(deadline.mention),
    }


def _measure(measure: Measure) -> dict[str, object]:
    return {"path": measure.path, "begins": measure.begins, "span": [measure.start, measure.end]}


def _indicator(indicator: Indicator) -> dict[str, object]:
    return {
        "form": indicator.form,
        "department": indicator.department,
        "name": indicator.name,
        "unit": indicator.unit,
        "span": [indicator.mention.start, indicator.mention.end],
    }


def _remark(remark: Remark) -> dict[str, object]:
    return {
        "kind": remark.kind,
        "text": remark.text,
        "span": [remark.start, remark.end],
        "detail": remark.detail,
    }
