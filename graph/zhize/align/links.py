"""Which task of one plan takes up which of another: score, relation and reason."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from zhize.align.link import Link, Relation
from zhize.align.passages import Passage, Reading
from zhize.align.reasons import reason
from zhize.align.vectors import Pair, damped, product, products, unit, weights
from zhize.authority import Tables
from zhize.catalogue import CampaignEntry, Holder, TaskEntry
from zhize.lineage import Lineage
from zhize.model import TaskKind

#: Kinds of task that are compared.
KINDS = (TaskKind.TASK, TaskKind.DUTY)

# The figures below were set on the shipped gold (data/gold/alignment); a fifth more or less changes little.
#: Factor of pieces that say nothing of a subject.
_EMPTY = 0.8
#: Greatest share by which bodies in common raise the score of two tasks.
_BODIES = 2.0
#: What likeness of concepts and laws adds to likeness of words: between tasks, and where a duty paragraph is one of the two.
_CONCEPTS = 0.09
_CONCEPTS_DUTY = 0.3
#: What the square root of the weight of all concepts and laws in common adds to a duty paragraph, which has few words.
_COMMON_DUTY = 0.03
#: Least score of a link between two tasks, and between a duty paragraph and a task or duty of its body.
LEAST = 0.072
LEAST_DUTY = 0.085
#: Share of the least score that a task without any partner needs for one directed at the same violation.
_LEFT = 0.9
#: Likeness of two whole plans under which they are on different matters, and their tasks must be the more alike.
_ONE_MATTER = 0.3
#: Share of a task's weight that the other must hold to cover it.
_COVERS = 0.6


_Seat = tuple[str, bool]
"""A function, and whether a class of bodies is meant (各地公安部门)."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The tasks of one plan that are compared, read once for all plans it is compared with."""

    plan: CampaignEntry
    tasks: tuple[TaskEntry, ...]
    passages: tuple[Passage, ...]
    bags: tuple[Mapping[str, float], ...]
    """How often each piece occurs in a task, many times counting for less."""
    seats: tuple[frozenset[_Seat], ...]
    whole: Mapping[str, float]
    """The pieces of the whole plan, as a vector of length 1."""


#: Most plans whose reading is kept: a store may hold thousands.
_KEPT = 64


class Aligner:
    """Aligns the tasks of two plans with one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self.reading = Reading(tables)
        self.lineage = Lineage(tables)
        self._read: dict[int, _Read] = {}

    def read(self, plan: CampaignEntry) -> _Read:
        """Return a plan as it is compared; the last plans read are kept."""
        # A plan is known by its identity, to hash its texts would cost more; what is kept keeps it alive.
        made = self._read.pop(id(plan), None)
        if made is None:
            tasks = tuple(task for task in plan.tasks if task.kind in KINDS)
            passages = tuple(map(self.reading.passage, tasks))
            bag: Counter[str] = Counter()
            for passage in passages:
                bag.update(passage.pieces)
            whole = unit(damped(bag), dict.fromkeys(bag, 1.0))
            bags = tuple(damped(passage.pieces) for passage in passages)
            made = _Read(plan, tasks, passages, bags, tuple(map(_seats, tasks)), whole)
            while len(self._read) >= _KEPT:
                del self._read[next(iter(self._read))]
        self._read[id(plan)] = made
        return made

    def align(self, one: CampaignEntry, other: CampaignEntry) -> tuple[Link, ...]:
        """Return the links between the tasks of two plans, in the order of the first; symmetrical in both."""
        if order(other) < order(one):
            links = (link.mirrored for link in self.align(other, one))
            place = {id(task): at for at, task in enumerate((*one.tasks, *other.tasks))}
            return tuple(sorted(links, key=lambda link: (place[id(link.one)], place[id(link.other)])))
        return _Alignment(self, one, other).links()

    def taken_up(self, plan: CampaignEntry) -> frozenset[str]:
        """Return the paths of a plan's tasks that a paragraph of its own chapter of duties takes up."""
        tasks, duties = (
            replace(plan, tasks=tuple(replace(t, kind=TaskKind.TASK) for t in plan.tasks if t.kind is kind))
            for kind in KINDS
        )
        return frozenset(link.one.path for link in _Alignment(self, tasks, duties).links())


def order(plan: CampaignEntry) -> tuple[object, ...]:
    """Return the key by which two plans are put in order before they are compared: the earlier comes first."""
    return (plan.date, plan.id, plan.region or "", tuple((task.path, task.text) for task in plan.tasks))


@dataclass(frozen=True, slots=True)
class _Side:
    """The tasks of one plan, weighed for one comparison."""

    tasks: tuple[TaskEntry, ...]
    passages: tuple[Passage, ...]
    seats: tuple[frozenset[_Seat], ...]
    vectors: tuple[Mapping[str, float], ...]
    """Weight of each piece, the whole of length 1."""
    concepts: tuple[Mapping[str, float], ...]
    """Weight of each concept, the whole of length 1."""


class _Alignment:
    """The alignment of one pair of plans."""

    def __init__(self, aligner: Aligner, one: CampaignEntry, other: CampaignEntry) -> None:
        self._lineage = aligner.lineage
        self._date = max(one.date, other.date)
        read = aligner.read(one), aligner.read(other)
        count = sum(len(each.tasks) for each in read)
        self._pieces = weights(count, (passage.pieces for each in read for passage in each.passages))
        for piece in aligner.reading.empty & self._pieces.keys():
            self._pieces[piece] *= _EMPTY
        self._concepts = weights(count, (passage.concepts for each in read for passage in each.passages))
        self._one, self._other = (
            _Side(
                each.tasks,
                each.passages,
                each.seats,
                tuple(unit(bag, self._pieces) for bag in each.bags),
                tuple(unit(passage.concepts, self._concepts) for passage in each.passages),
            )
            for each in read
        )
        alike = product(read[0].whole, read[1].whole)
        self._least = max(1.0, _ONE_MATTER / max(alike, _ONE_MATTER / 10))
        """Factor of the least scores: above 1 for plans on different matters."""
        self._bodies = self._body_weights()
        self._kin = self._kinship()
        self._alike: dict[tuple[frozenset[_Seat], frozenset[_Seat]], float] = {}
        self._heavy: dict[int, tuple[float, tuple[str, ...]]] = {}
        """Weight of a passage's pieces, and the pieces, weightiest first; by the passage's identity."""

    def links(self) -> tuple[Link, ...]:
        """Return the links, in the order of the first plan's tasks."""
        likeness = products(self._one.vectors, self._other.vectors)
        common = products(self._one.concepts, self._other.concepts)
        found = self._twins()
        likeness.update(found)
        for kinds, pairs in self._by_kinds(likeness, found).items():
            scores = self._explained(pairs, likeness, common, duty=TaskKind.DUTY in kinds)
            chosen = self._chosen(scores, kinds)
            found.update(chosen)
            if TaskKind.DUTY not in kinds:
                found.update(self._left_over(scores, found))
        self._apart(found, likeness)
        return tuple(self._link(pair, found[pair], likeness) for pair in sorted(found))

    def _twins(self) -> dict[Pair, float]:
        """Return the pairs of tasks that are the same word for word; nothing of them is left for another."""
        waiting: dict[tuple[TaskKind, str], list[int]] = defaultdict(list)
        for j, passage in enumerate(self._other.passages):
            waiting[passage.task.kind, passage.text].append(j)
        found: dict[Pair, float] = {}
        for i, passage in enumerate(self._one.passages):
            same = waiting.get((passage.task.kind, passage.text))
            if same:
                found[i, same.pop(0)] = 1.0
        return found

    def _by_kinds(
        self, likeness: Iterable[Pair], twins: Mapping[Pair, float]
    ) -> dict[tuple[TaskKind, TaskKind], list[Pair]]:
        """Return the pairs by the kinds of their two tasks; a duty goes only with what its body answers for."""
        matched = ({i for i, _ in twins}, {j for _, j in twins})
        sorted_: dict[tuple[TaskKind, TaskKind], list[Pair]] = defaultdict(list)
        for i, j in sorted(likeness):
            one, other = self._one.tasks[i], self._other.tasks[j]
            if one.kind is other.kind and (i in matched[0] or j in matched[1]):
                continue
            if TaskKind.DUTY not in (one.kind, other.kind) or self._same_seat(one, other):
                sorted_[one.kind, other.kind].append((i, j))
        return sorted_

    def _explained(
        self, pairs: Sequence[Pair], likeness: Mapping[Pair, float], common: Mapping[Pair, float], *, duty: bool
    ) -> dict[Pair, float]:
        """Return the scores of pairs, without what the best partner of either task already accounts for.

        So a copy of a plan is aligned task by task: what two of its tasks share is told by their own copies.
        """
        best_one: dict[int, Pair] = {}
        best_other: dict[int, Pair] = {}
        for pair in sorted(pairs, key=lambda each: (-likeness[each], each)):
            best_one.setdefault(pair[0], pair)
            best_other.setdefault(pair[1], pair)
        scores: dict[Pair, float] = {}
        for pair in pairs:
            raised = 1 if duty else 1 + _BODIES * self._bodies_alike(pair)
            concepts = self._concept_score(pair, common, duty=duty)
            if (likeness[pair] + concepts) * raised < self._least * (LEAST_DUTY if duty else LEAST):
                continue
            i, j = pair
            mine, theirs = best_one[i], best_other[j]
            told = max((likeness[each] for each in (mine, theirs) if each != pair), default=0.0)
            untold = likeness[pair] - self._overlap_told(pair, mine, theirs, likeness)
            scores[pair] = (untold + concepts * (1 - told)) * raised
        return scores

    def _overlap_told(self, pair: Pair, mine: Pair, theirs: Pair, likeness: Mapping[Pair, float]) -> float:
        """Return the part of a pair's likeness that lies in pieces which better partners have too."""
        i, j = pair
        one, other = self._one.vectors[i], self._other.vectors[j]
        far = self._other.vectors[mine[1]] if mine != pair else {}
        near = self._one.vectors[theirs[0]] if theirs != pair else {}
        if not far and not near:
            return 0.0
        told_far, told_near = likeness[mine], likeness[theirs]
        shared = one.keys() & other.keys()
        at_far, at_near = shared & far.keys(), shared & near.keys()
        # The sets have no order of their own: fsum gives one sum for any.
        return math.fsum((
            told_far * math.fsum(one[piece] * other[piece] for piece in at_far),
            told_near * math.fsum(one[piece] * other[piece] for piece in at_near),
            -told_far * told_near * math.fsum(one[piece] * other[piece] for piece in at_far & at_near),
        ))  # fmt: skip

    def _concept_score(self, pair: Pair, common: Mapping[Pair, float], *, duty: bool) -> float:
        """Return what concepts in common add to a pair's score."""
        alike = common.get(pair, 0.0)
        if not duty or not alike:
            return _CONCEPTS * alike
        one, other = self._one.passages[pair[0]].concepts, self._other.passages[pair[1]].concepts
        shared = sum(
            min(weight, other[concept]) * self._concepts[concept]
            for concept, weight in one.items()
            if concept in other
        )
        return _CONCEPTS_DUTY * alike + _COMMON_DUTY * math.sqrt(shared)

    def _chosen(self, scores: Mapping[Pair, float], kinds: tuple[TaskKind, TaskKind]) -> dict[Pair, float]:
        """Return the pairs that are links, a pair weighed down where its tasks have far better partners."""
        if TaskKind.DUTY in kinds:
            return {pair: score for pair, score in scores.items() if score >= self._least * LEAST_DUTY}
        best_one: dict[int, float] = defaultdict(float)
        best_other: dict[int, float] = defaultdict(float)
        for (i, j), score in scores.items():
            best_one[i] = max(best_one[i], score)
            best_other[j] = max(best_other[j], score)
        chosen: dict[Pair, float] = {}
        for (i, j), score in scores.items():
            if score > 0:
                weighed = score * math.sqrt(score / math.sqrt(best_one[i] * best_other[j]))
                if weighed >= self._least * LEAST:
                    chosen[i, j] = weighed
        return chosen

    def _left_over(self, scores: Mapping[Pair, float], found: Mapping[Pair, float]) -> dict[Pair, float]:
        """Return for each task that has no partner its best one, if both are directed at one violation.

        Its best partner may have a far better one: a long task takes up a short one beside others.
        """
        met = ({i for i, _ in found}, {j for _, j in found})
        more: dict[Pair, float] = {}
        for at in (0, 1):
            best: dict[int, Pair] = {}
            for pair in sorted(scores, key=lambda each: (-scores[each], each)):
                if pair[at] not in met[at]:
                    best.setdefault(pair[at], pair)
            more.update({
                pair: scores[pair]
                for pair in best.values()
                if scores[pair] >= _LEFT * self._least * LEAST and self._one_matter(pair)
            })  # fmt: skip
        return more

    def _one_matter(self, pair: Pair) -> bool:
        """Tell whether two tasks are directed at one violation of the taxonomy."""
        one, other = self._one.tasks[pair[0]], self._other.tasks[pair[1]]
        known = self._one.passages[pair[0]].concepts.keys() & self._other.passages[pair[1]].concepts.keys()
        aims = {aim.concept for aim in one.violations} & {aim.concept for aim in other.violations}
        return any(f"violation:{concept}" in known for concept in aims)

    def _apart(self, found: dict[Pair, float], likeness: Mapping[Pair, float]) -> None:
        """Take out links of a duty to a task so far as the duty has a paragraph of its own in the other plan."""
        own: dict[int, float] = defaultdict(float)
        for i, j in found:
            one, other = self._one.tasks[i], self._other.tasks[j]
            if one.kind is other.kind is TaskKind.DUTY:
                own[id(one)] = max(own[id(one)], likeness[i, j])
                own[id(other)] = max(own[id(other)], likeness[i, j])
        for i, j in sorted(found):
            one, other = self._one.tasks[i], self._other.tasks[j]
            told = max(own[id(one)], own[id(other)])
            if one.kind is not other.kind and found[i, j] * (1 - told) < self._least * LEAST_DUTY:
                del found[i, j]

    def _link(self, pair: Pair, score: float, likeness: Mapping[Pair, float]) -> Link:
        i, j = pair
        one, other = self._one.passages[i], self._other.passages[j]
        (mine, heavy), (theirs, _) = self._weighed(one), self._weighed(other)
        shared = math.fsum(self._pieces[piece] for piece in one.pieces.keys() & other.pieces.keys())
        relation = {
            (True, True): Relation.SAME,
            (True, False): Relation.BROADER,
            (False, True): Relation.NARROWER,
            (False, False): Relation.OVERLAPS,
        }[_covered(shared, mine), _covered(shared, theirs)]
        why = reason(one, other, heavy, self._pieces, self._lineage, self._date)
        return Link(one.task, other.task, relation, round(min(max(score, likeness[pair]), 1.0), 4), why)

    def _weighed(self, passage: Passage) -> tuple[float, tuple[str, ...]]:
        """Return the weight of a passage's pieces, and the pieces, weightiest first."""
        if id(passage) not in self._heavy:
            whole = math.fsum(self._pieces[piece] for piece in passage.pieces)
            heavy = sorted(passage.pieces, key=lambda piece: (-self._pieces[piece], piece))
            self._heavy[id(passage)] = whole, tuple(heavy)
        return self._heavy[id(passage)]

    def _body_weights(self) -> dict[_Seat, float]:
        """Return the weight of each seat by how few tasks it has a part in."""
        counted: Counter[_Seat] = Counter()
        both = (*self._one.seats, *self._other.seats)
        for seats in both:
            counted.update(seats)
        count = len(both)
        return {seat: math.log(count / times) for seat, times in counted.items()}

    def _kinship(self) -> dict[_Seat, frozenset[_Seat]]:
        """Return for each seat those that do the same work, of bodies or of classes of bodies alike."""
        return {
            one: frozenset(
                other for other in self._bodies if one[1] == other[1] and self._lineage.akin(one[0], other[0])
            )
            for one in self._bodies
        }

    def _bodies_alike(self, pair: Pair) -> float:
        """Return how alike the bodies of two tasks are by function: 0 to 1, those named everywhere aside."""
        seats = self._one.seats[pair[0]], self._other.seats[pair[1]]
        if seats not in self._alike:
            self._alike[seats] = self._seats_alike(*seats)
        return self._alike[seats]

    def _seats_alike(self, one: frozenset[_Seat], other: frozenset[_Seat]) -> float:
        met = [seat for seat in one if not self._kin[seat].isdisjoint(other)]
        met += [seat for seat in other if seat not in one and not self._kin[seat].isdisjoint(one)]
        if not met:
            return 0.0
        whole = math.fsum(self._bodies[seat] for seat in one | other)
        return math.fsum(self._bodies[seat] for seat in met) / (whole + 1)

    def _same_seat(self, one: TaskEntry, other: TaskEntry) -> bool:
        """Tell whether a body of the one, its heir or its counterpart is named by the other."""
        return any(self._meet(a, b) for a in one.holders for b in other.holders)

    def _meet(self, one: Holder, other: Holder) -> bool:
        if one.name == other.name or self._lineage.akin(one.function, other.function):
            return True
        if self._lineage.passed(one.name, (other.name,), self._date) is not None:
            return True
        return any(heir.name == other.name for heir in self._lineage.heirs(one.name, self._date))


def _seats(task: TaskEntry) -> frozenset[_Seat]:
    return frozenset((holder.function, holder.collective) for holder in task.holders if holder.function)


def _covered(shared: float, whole: float) -> bool:
    """Tell whether the weight that two tasks share is enough of the weight of one to cover it."""
    return not whole or shared / whole >= _COVERS
