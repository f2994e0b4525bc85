"""Surnames and how many of a hundred people bear each.

Published figures (facts, cited; no data set is shipped):
- Ministry of Public Security for 2020: the five commonest surnames cover 30.8 % of the people;
  for 2019: the hundred commonest cover 85.9 % (shine.cn, supchina.com).
- The twenty commonest, in percent of 1.18 billion people born 1930-2008, as published with the
  package psychbruce/ChineseNames; together with it, compound surnames: 0.09 %.

The first twenty keep their published proportions, scaled so that the first five reach 30.8 %.
Everything after them is our own filling: further common surnames in a plausible order, with shares
that fall evenly, so that the hundred reach 85.9 % and all of them 100 %. It is not a statistic.
"""

from typing import Final

from demo.population.dice import Weighted, declining

TOP_FIVE_PERCENT: Final = 30.8
TOP_HUNDRED_PERCENT: Final = 85.9
COMPOUND_PERCENT: Final = 0.09

PUBLISHED: Final = {
    "王": 7.49, "李": 7.37, "张": 7.03, "刘": 5.31, "陈": 4.55,
    "杨": 3.37, "黄": 2.35, "赵": 2.11, "吴": 2.00, "周": 1.96,
    "徐": 1.50, "孙": 1.46, "朱": 1.32, "马": 1.31, "胡": 1.20,
    "郭": 1.15, "何": 1.07, "高": 1.04, "罗": 0.99, "林": 0.98,
}  # fmt: skip

# Ours: ranks 21 to 100.
COMMON: Final = (
    "梁宋郑谢韩唐冯于董肖程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜"
    "范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)

# Ours: the long tail.
RARE: Final = (
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳"
    "邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄"
    "项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强"
    "柴华车冉房边吉饶刁瞿戚丘古米池滕晋苑邬臧宫来苟全褚廉简娄盖符"
    "奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻窦迟敖鄢冷卓花仇艾蓝"
    "都巩井练仲乐虞卞封竺原官楚佟栗匡宗应台巫鞠桑荆谌银明沙伏岑胥"
    "保蔺水云昌凤元平湛尚农别晁阚"
)

# Ours: a few compound surnames, sharing their published total evenly.
COMPOUND: Final = (
    "欧阳", "上官", "皇甫", "令狐", "诸葛", "司徒", "司马", "申屠", "夏侯", "尉迟", "端木",
)  # fmt: skip

# Found once by halving, so that the shares add up as the docstring says.
_COMMON_FIRST, _COMMON_RATIO = 0.93, 0.974672
_RARE_FIRST, _RARE_RATIO = 0.1194, 0.994275


def _percentages() -> list[tuple[str, float]]:
    scale = TOP_FIVE_PERCENT / sum(list(PUBLISHED.values())[:5])
    common = declining(_COMMON_FIRST, _COMMON_RATIO, len(COMMON))
    rare = declining(_RARE_FIRST, _RARE_RATIO, len(RARE))
    compound = [COMPOUND_PERCENT / len(COMPOUND)] * len(COMPOUND)
    return [
        *((surname, share * scale) for surname, share in PUBLISHED.items()),
        *zip(COMMON, common, strict=True),
        *zip(RARE, rare, strict=True),
        *zip(COMPOUND, compound, strict=True),
    ]


SURNAMES: Final = Weighted(_percentages())
