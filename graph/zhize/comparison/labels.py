"""The words of a comparison's report, in Chinese and English."""

from __future__ import annotations

from types import MappingProxyType

_KINDS = (
    ("task_added", "新增任务", "task added"),
    ("task_dropped", "取消任务", "task dropped"),
    ("task_split", "任务拆分", "task split"),
    ("task_merged", "任务合并", "tasks merged"),
    ("task_moved", "任务移位", "task moved"),
    ("task_reworded", "任务改写", "task reworded"),
    ("department_added", "新增部门", "body added"),
    ("department_dropped", "退出部门", "body dropped"),
    ("department_succeeded", "部门承继", "body succeeded"),
    ("role_changed", "角色变化", "role changed"),
    ("law_added", "新引法律", "law added"),
    ("law_dropped", "不再引法律", "law dropped"),
    ("product_added", "新增商品服务", "product added"),
    ("product_dropped", "不再列商品服务", "product dropped"),
    ("violation_added", "新增违法行为", "violation added"),
    ("violation_dropped", "不再列违法行为", "violation dropped"),
)
#: Label of each kind of change, by language.
KINDS = MappingProxyType(
    {"zh": {kind: zh for kind, zh, _ in _KINDS}, "en": {kind: en for kind, _, en in _KINDS}}
)
#: Label of each relation, by language.
RELATIONS = MappingProxyType(
    {
        "zh": {"same": "相同", "broader": "更宽", "narrower": "更窄", "overlaps": "交叉"},
        "en": {"same": "same", "broader": "broader", "narrower": "narrower", "overlaps": "overlaps"},
    }
)
#: Label of each role, by language.
ROLES = MappingProxyType(
    {
        "zh": {"lead": "牵头", "support": "配合", "joint": "按职责分工", "sole": "单独负责"},
        "en": {"lead": "lead", "support": "support", "joint": "joint", "sole": "sole"},
    }
)
#: What changes are about, by language.
SORTS = MappingProxyType(
    {
        "zh": {"task": "任务", "department": "部门", "law": "法律", "product": "商品服务", "violation": "违法行为"},
        "en": {"task": "tasks", "department": "bodies", "law": "laws", "product": "products", "violation": "violations"},
    }
)
#: Lines of the report, by language.
LINES = MappingProxyType(
    {
        "zh": {
            "alignment": "任务对应（{}）",
            "campaign": "全案变化（{}）",
            "task": "任务间变化（{}）",
            "wordings": "仅措辞不同（{}）",
            "explained": "机构改革可解释部门变化 {} / {}（{}）",
            "levels": "上下级对照",
            "kept": "保留",
            "cut": "未列",
            "added": "自增",
            "given": "换由其他部门",
            "summary": "摘要",
            "between": "任务间",
            "same": "两案无变化",
            "by_task": "逐任务",
            "linked": "对应",
            "more": "等 {} 项",
            "full": "全部变化与引文：--full；并排引文：--format html -o 文件；任务分解表：--format csv -o 文件",
            "signs": "+ 新增　− 取消　→ 承继或移位　~ 变化",
            "change": "变化",
            "absent": "未见（最近处 {}）",
            "seat": "由{}承继",
            "replaced": "由{}替代",
            "reform": "{date} 机构改革：{function}（{basis}）",
            "comma": "、",
            "semicolon": "；",
            "colon": "：",
        },
        "en": {
            "alignment": "Tasks that correspond ({})",
            "campaign": "Changes of the whole plan ({})",
            "task": "Changes between tasks ({})",
            "wordings": "In other words only ({})",
            "explained": "Changes of bodies that a reform explains: {} of {} ({})",
            "levels": "Higher and lower level",
            "kept": "kept",
            "cut": "left out",
            "added": "of its own",
            "given": "given to other bodies",
            "summary": "Summary",
            "between": "between tasks",
            "same": "nothing changed",
            "by_task": "Task by task",
            "linked": "linked",
            "more": "and more, {} in all",
            "full": "All changes and quotations: --full; quotations side by side: --format html -o FILE; table of tasks: --format csv -o FILE",
            "signs": "+ come   − gone   → passed on or moved   ~ changed",
            "change": "change",
            "absent": "not there (nearest {})",
            "seat": "its seat passed to {}",
            "replaced": "replaced by {}",
            "reform": "reform of {date}: {function} ({basis})",
            "comma": ", ",
            "semicolon": "; ",
            "colon": ": ",
        },
    }
)
