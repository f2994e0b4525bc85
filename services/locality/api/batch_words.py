"""The reasons of a report, in words that a clerk can act on."""

from collections.abc import Mapping

from shared.rulebook.rows import Text

WORDS: Mapping[str, Text] = {
    "undecodable": Text(
        en="The line is neither UTF-8 nor GB18030 like the rest of the file.",
        zh="该行编码与文件其他部分不一致。",
    ),
    "quotes_unbalanced": Text(en="The quotes do not close on this line.", zh="引号未在本行闭合。"),
    "too_many_cells": Text(en="The line has more cells than the heading.", zh="单元格数多于表头。"),
    "number_unreadable": Text(
        en="The number of the line is no number from 1 to 999999.", zh="编号不是1至999999的数字。"
    ),
    "number_twice": Text(en="This number is in the file before.", zh="编号在文件中重复。"),
    "missing": Text(en="The cell is empty.", zh="单元格为空。"),
    "too_long": Text(en="The cell is too long.", zh="内容过长。"),
    "formula": Text(
        en="The cell begins like a formula of a spreadsheet.", zh="内容以公式符号开头。"
    ),
    "forbidden_characters": Text(
        en="The cell has characters in it that cannot be seen.", zh="含不可见字符。"
    ),
    "hidden_number": Text(
        en="The cell holds what may be somebody's number.", zh="内容中可能含有身份证号。"
    ),
    "invalid_identifier": Text(
        en="The number is mistyped: its form, birthday or check digit is wrong.",
        zh="号码的格式、出生日期或校验码有误。",
    ),
    "real_identifier": Text(
        en="The number could be a real person's; it was not kept.",
        zh="号码可能属于真实个人，未予保存。",
    ),
    "kind_unknown": Text(
        en="The scheme of this place has no such item.", zh="本地标准中没有此项目。"
    ),
    "kind_not_yours": Text(
        en="The scheme gives this item to another department.", zh="该项目由其他部门报送。"
    ),
    "invalid_happened_on": Text(en="The day is no date.", zh="日期无效。"),
    "date_in_future": Text(en="The day is still to come.", zh="日期尚未到来。"),
    "too_old": Text(
        en="The day lies further back than anything is kept.", zh="日期已超过保存期限。"
    ),
    "resident_unknown": Text(
        en="Nobody of that name and number is registered here.", zh="没有登记该姓名和号码的居民。"
    ),
    "not_keyed": Text(en="This clerk has not keyed the line.", zh="该录入员未录入此行。"),
    "differs": Text(en="The two clerks have keyed it differently.", zh="两次录入不一致。"),
    "looks_like_another": Text(
        en="The same person, item and day is held already.", zh="已有相同人员、项目和日期的记录。"
    ),
    "decided_against": Text(
        en="A third officer has decided that it is not to be used.", zh="经第三人裁定不予采用。"
    ),
    "not_reconciled_in_time": Text(
        en="Nobody has reconciled it in time; what was keyed is deleted.",
        zh="逾期未核对，所录内容已删除。",
    ),
}
