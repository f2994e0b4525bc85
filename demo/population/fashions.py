"""Characters in fashion for given names, by sex and year of birth.

Some characters are in fashion at a time; a wider choice is never quite out of it, and gives the
many names that few people bear. A name of one character is a closing one; a name of two is an
opening and a closing one. All of it is ours: plausible, the favourite first, no statistic and
nobody's data set.
"""

from dataclasses import dataclass
from typing import Final

from demo.population.ages import Sex


@dataclass(frozen=True)
class Fashion:
    """What those born up to this year are called."""

    last_year: int
    one_character_share: float
    opening: dict[Sex, str]
    closing: dict[Sex, str]


def _fashion(last_year: int, one_character_share: float, men: str, women: str) -> Fashion:
    """Opening and closing characters of either sex stand with a space between them."""
    (man_opens, man_closes), (woman_opens, woman_closes) = men.split(), women.split()
    opening = {Sex.MALE: man_opens, Sex.FEMALE: woman_opens}
    closing = {Sex.MALE: man_closes, Sex.FEMALE: woman_closes}
    return Fashion(last_year, one_character_share, opening, closing)


FASHIONS: Final = (
    _fashion(
        1949,
        0.020,
        "德明国文玉金学清永贵树春兴志水万有长全根富庆云宝世俊光炳松连培福荣正维广 "
        "生林华福祥荣贵成忠义发才仁山海士昌明德清文田元根民坤堂英轩安臣年",
        "秀玉桂凤素淑翠金美月爱惠春清瑞兰玲芝香文德银彩菊巧雪宝润 "
        "英兰珍芳莲梅芬香荣花云娥琴华群仙芝珠琼娣贞清菊凤玲女妹",
    ),
    _fashion(
        1964,
        0.030,
        "国建志文德学永新云庆福春保胜安光树玉金兴长利振世正明维根友继卫 "
        "华明平荣林生军成忠庆福贵良祥民武东海强发国兴文才和元安来根义山",
        "秀玉桂素淑爱丽美香春金月惠翠凤建燕新国瑞兰小亚红慧玲晓彩银 "
        "芳英兰梅珍华云芬琴荣莲霞萍玲花群菊娥平芝香红珠琼凤敏丽芹清娟",
    ),
    _fashion(
        1979,
        0.063,
        "建志国文海晓小永新俊少春东宏振光江世卫学红立忠继爱云玉德庆金 "
        "军明华强平峰波辉刚斌林东成亮龙兵国民忠生春文新利伟勇涛杰海武",
        "丽红艳晓秀春秋玉海小淑桂爱美雪冬建亚慧素彩凤金文翠燕云月 "
        "霞梅玲英燕华萍娟琴云莉兰芬娜珍凤红芳敏静琼艳丽琳蓉菊香平青",
    ),
    _fashion(
        1994,
        0.082,
        "志建文海明晓小永国宏振云旭东春家宇子俊少亚立世天学金龙成一 "
        "强鹏超飞伟涛亮磊波斌辉刚勇杰浩峰龙军明林凯阳健威宇帅鑫东平华",
        "晓小海丽红雪丹玉倩春秀文慧佳美思亚艳秋燕静婷云梦月彩冬凤 "
        "婷娜燕敏娟玲霞梅莉洁莹颖琳琴蕾萍璐璇媛君美红丽芳静艳英珊晶华",
    ),
    _fashion(
        2009,
        0.050,
        "宇子俊文志嘉家豪晨博天明佳泽伟建昊海雨思永振世梓一鹏浩成睿国 "
        "杰鑫浩豪龙鹏凯旭涛泽阳航轩帆强超辉飞宇翔宏文伟铭斌磊昊健源",
        "雨佳怡嘉梦思雪文诗慧晓欣玉雅梓子可心美静艳紫婉若依丹海春 "
        "婷欣怡琪颖悦倩雪慧洁馨瑶莹静蕊涵敏雯彤玲娜琳婕芳妍萱月萍佳",
    ),
    _fashion(
        2100,
        0.025,
        "子宇梓浩俊博文晨嘉睿皓泽昊天铭佳瑞亦雨一奕诚恩思懿锦煜明志家 "
        "轩泽涵睿宇辰博霖浩昊诚阳翔远恒哲豪航毅然铭瑞杰琪熙凡洋晨安",
        "梓欣雨诗子一语佳可馨思梦若雅芸汐诺奕菲艺悦嘉颖心婉沐乐芷紫安 "
        "涵怡萱妍馨彤琪瑶诺熙菲悦颖宸晴伊桐蕊玥萌妮汐茜雯然琳玲舒婷",
    ),
)

# The share of characters, in either place, that come from the wider choice. Set so that 100,000
# people hold about 30,000 pairs of one name: the published shares of surnames and of the 999
# commonest given names make at least 27,000, and names are a little less even than chance.
WIDER_SHARE: Final = 0.18

WIDER: Final = {
    Sex.MALE: (
        "鸿章锋钢钧锐彬炜烨坚岩岳崇嵩川江河洪湘津淮济渊润泉滨沛汉洲方直信敬谦睦康宁靖治泰祺禄延绍承启肇开展腾"
        "骏雄彪虎鹰翰墨儒贤达显耀昭晖旺树森栋梁松柏楠榕桦朴淳笃守思勤奋勉励耕庭廷宪宗祖先进求真钦铁铮锡镇雷霆"
        "震霄冬夏秋苏楚秦晋鲁冀桓桢乾坤"
    ),
    Sex.FEMALE: (
        "冰曦晗曼娇娴娅婵嫣姝妙姗姣盈璟瑾瑜璎珂珏瑛琬琦薇蔷薰茵茹荷莎蓓蕴芊菁苓茜荔竹柳杨桃棠棉杉枫榕纯清澄沁"
        "泓洛淇渝漫露霏霁雁鸽莺鸾凰锦绣绮绢丝纤韵音笑语忆念悟恬恩惜怜宁安静好巧倪昕晞晚朝星辰夜素白青碧蓝黛朱"
        "丹彩虹歆慈惠贤淑端庄敬"
    ),
}
