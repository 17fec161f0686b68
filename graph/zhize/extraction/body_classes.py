"""Classes of bodies and councils of them, by the form of their names: 各地公安部门, 各区、县（市）人民政府, 领导小组办公室."""

from __future__ import annotations

import re

from zhize.extraction.context import Context

_VERB_FIRST = re.compile(r"召开|召集|健全|完善|依托|承担|支持|邀请|聘请|协调(?!小组|组)|动员|引导|鼓励|督促|发挥|通过|参照|充分|成立|建立|设立|组建|由|配合|协助|会同|报|向|在|要|的|按照|根据|冒充|不得|任何")


_CLASS_STEP = re.compile(
    r"(?:设区市|师市|苏木|乡镇|乡（镇）|乡|盟市|州市|各|全国|全省|全市|全区|全县|地方|基层|县级|区级|市级|省级|属地|辖区|当地|所在地|同级|上级|下级|以上|以下|级|地|（|）|、|及|和|省|自治区|市|区|县|旗|州|盟|兵团|有关|相关|直辖市|直属|所属|其他)"
)
_CLASS_WORD = re.compile(r"(?:部门|机关|机构|单位|局|委|厅|办|署|支行|法院|检察院|政府|办事处|管委会|派出所|所|站|大队|支队|海关)(?:（[^）]{1,8}）)?$")
_CLASS_REST = re.compile(
    r"(?:行政|综合|分支|牵头|监督|管理|主管|执法|监管|稽查|治安|缉私|交警|刑侦|网安|经侦|行业|专卖|市场|检疫|检验|保护|防治|服务|（|）|局|厅|委|办|、|机关|分)*(?:部门|机关|机构|单位|局|委|厅|办|署|分局|支行|法院|检察院|政府|街道|街道办事处|办事处|管委会|派出所|所|站|大队|支队|海关|组织|协会|企业)?(?:（[^）]{1,8}）)?"
)
_COUNCIL = re.compile(r"[\u4e00-\u9fff“”]{4,24}(?:联席会议|领导小组|协调小组|委员会|指挥部|专班)(?:办公室)?|(?:部际|厅际|局际)联席会议(?:办公室)?|联席会议办公室|领导小组办公室|领导小组|指挥部")


def is_council(words: str) -> bool:
    """Tell whether words name a council of bodies or its office: 网络市场监管部际联席会议办公室."""
    return _COUNCIL.fullmatch(words) is not None and _VERB_FIRST.search(words.removeprefix("各地")) is None


def is_class(surface: str, context: Context) -> bool:
    """Tell whether the words name a class of bodies: a level or place, a function, a word for bodies."""
    end = 0
    while True:
        if _class_core(surface[end:], context, led=end > 0):
            return True
        step = _CLASS_STEP.match(surface, end)
        if step is None:
            return False
        end = step.end()


def _class_core(core: str, context: Context, *, led: bool) -> bool:
    """Tell whether what follows the level or place is a function and a word for bodies."""
    if led and core and (context.resolver.known(core) or _government(core)):
        return True
    if led and is_council("各地" + core):
        return True
    if led and core == "局":
        return True  # 各市（州）局: the document's own line of bodies
    words = context.tables.function_words
    if core in words and core.endswith(("组织", "机关", "部门")):
        return True
    for size in range(min(len(core) - 1, 14), 1, -1):
        if core[:size] not in words:
            continue
        rest = core[size:]
        if rest.endswith(("企业", "协会", "组织")) and not led:
            continue
        if _CLASS_REST.fullmatch(rest) is not None and _CLASS_WORD.search(rest) is not None:
            return True
    return False


_GOVERNMENT = re.compile(
    r"(?:乡镇|镇|乡|苏木乡镇|街道|开发区|园区|功能区|直属)?(?:社区居委会|居委会|村委会|社区服务中心|便民服务中心|党群服务中心|社区|党委和政府|党委政府|党委、政府|人民政府|政府|街道办事处|街道办|管委会|管理委员会|人民法院|法院|人民检察院|检察院|办事处|中心支行|支行|分行|海关|派出所|司法所|财政所|市场监管所|税务所|基层所|监管所)"
)


def _government(core: str) -> bool:
    """Tell whether the words are a government, a court or the like without its place."""
    return _GOVERNMENT.fullmatch(core) is not None


def is_listed_class(text: str, listed: re.Match[str], end: int, context: Context) -> bool:
    """Tell whether a word for bodies stands between a list of levels and ``end``; its 市 may be a function's first character."""
    return any(_class_core(text[at:end], context, led=True) for at in (listed.end(), listed.end() - 1) if at < end)


#: 各省、自治区、直辖市(人民政府): a class of bodies whose name holds a list.
CLASS_LIST = re.compile(
    r"(?:各(?:省级|省直管县|设区市|市州|区县|市县|县区|县市|州市|苏木|乡镇|街道|省|自治区|直辖市|计划单列市|市|县|区|州|盟|旗)|(?:省|市)(?=、(?:市|县|区)))(?:[、和及（）](?:自治区|自治县|自治州|市辖区|直辖市|省直管县|计划单列市|苏木|乡镇|街道|省|市|县|区|州|盟|旗)?)+"
)
