"""What Python's TOML parser says, in both languages: a scheme is mistyped by who reads Chinese."""

from __future__ import annotations

import re
from typing import Final

from workflow.words import Words

_PLACED: Final = re.compile(r" \(at (?:line [0-9]+, column ([0-9]+)|end of document)\)$")
# By how the parser's sentence begins, in the order of asking.
_SAID: Final = {
    "Expected ']]'": "表数组的标题没有以“]]”结尾",
    "Expected ']'": "表的标题没有以“]”结尾",
    "Expected '='": "键后面缺少“=”",
    "Expected newline": "一条写完后须换行",
    "Invalid initial character": "这里应是键名",
    "Invalid value": "这里应是一个值；文字和小数须加引号",
    "Invalid statement": "这一行读不懂",
    "Invalid date": "日期无效",
    "Unterminated string": "引号没有配对",
    "Unescaped": "引号内的“\\”须写成“\\\\”",
    "Escaped character": "引号内的转义无效",
    "Invalid hex": "引号内的转义无效",
    "Unclosed array": "方括号没有配对",
    "Unclosed inline table": "花括号没有配对",
    "Duplicate inline table key": "同一键出现两次",
    "Cannot declare": "同一张表出现两次",
    "Cannot overwrite": "同一键出现两次",
    "Cannot redefine namespace": "同一键出现两次",
    "Cannot mutate immutable": "同一键出现两次",
    "Illegal character '\\n'": "引号须在同一行内配对",
    "Illegal character": "含有不允许的字符",
    "Found invalid character": "含有不允许的字符",
}


def not_toml(said: str) -> Words:
    """The parser's sentence; in Chinese as our own words with the column, where it is known."""
    place = _PLACED.search(said)
    zh = next((words for start, words in _SAID.items() if said.startswith(start)), said)
    if zh != said and place is not None:
        zh += f"（第 {place[1]} 列）" if place[1] else "（文件末尾）"
    return Words(f"不是有效的 TOML：{zh}", f"this is not valid TOML: {said}")
