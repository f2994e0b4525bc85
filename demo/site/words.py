"""The page's words in its two languages."""

from typing import Final

DEFAULT = "en"

WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "lang": "en",
        "title": "Chimera",
        "what": "A running model of decentralised credit registers, after Séverine Arsène, “China’s"
        " Social Credit System: A Chimera with Real Claws” (Ifri, 2019). Everyone in it is"
        " invented.",
        "services": "What runs here",
        "name": "Service",
        "role": "What it is",
        "address": "Address",
        "doors": "Its doors",
        "held": "What it holds",
        "state": "State",
        "docs": "documentation",
        "inventory": "inventory",
        "asking": "asking …",
        "ready": "ready",
        "not_ready": "not ready",
        "tokens": "Speak as an invented party",
        "tokens_how": "The identity issuer at /identity/token gives anyone on this machine a"
        " token for any invented party. Some parties, and tokens for officers, are in the file"
        " demo.json of the state folder.",
        "other": "中文",
        "other_lang": "zh",
        "authority": "authority",
        "platform": "national platform",
        "gateway": "partner gateway",
        "no_script": "Without scripts this page cannot ask the services whether they are ready.",
    },
    "zh": {
        "lang": "zh-Hans",
        "title": "Chimera（奇美拉）",
        "what": "这是一个可运行的分散式信用登记系统模型，依据塞维丽娜·阿尔塞纳（Séverine Arsène）的"
        "《中国的社会信用体系：有真爪的奇美拉》（法国国际关系研究所，2019年）。其中所有人物和机构均为虚构。",
        "services": "正在运行的服务",
        "name": "服务",
        "role": "性质",
        "address": "地址",
        "doors": "接口",
        "held": "持有的数据",
        "state": "状态",
        "docs": "接口文档",
        "inventory": "数据清单",
        "asking": "查询中……",
        "ready": "就绪",
        "not_ready": "未就绪",
        "tokens": "以虚构当事人的身份访问",
        "tokens_how": "/identity/token 可为本机上的任何人签发任一虚构当事人的令牌。"
        "部分当事人及工作人员的令牌见状态文件夹中的 demo.json。",
        "other": "English",
        "other_lang": "en",
        "authority": "主管机关",
        "platform": "全国平台",
        "gateway": "合作方网关",
        "no_script": "脚本未启用，本页无法查询各服务是否就绪。",
    },
}


def language(asked: str | None, accepted: str) -> str:
    """The language asked for, else the browser's first choice, else English."""
    if asked in WORDS:
        return asked
    return "zh" if accepted.strip().lower().startswith("zh") else DEFAULT
