"""A file that is no TOML says so to a Chinese reader in Chinese, and where."""

import re

import pytest

from workflow.scheme.faults import BadScheme
from workflow.scheme.scheme import body_of


@pytest.mark.parametrize(("toml", "said"), [
    ("a = 1\nb = forty\n", "第 2 行，不是有效的 TOML：这里应是一个值；文字和小数须加引号（第"),
    ("a 40\n", "第 1 行，不是有效的 TOML：键后面缺少“=”（第 3 列）"),
    ("a = 1\n[[category\n", "第 2 行，不是有效的 TOML：表数组的标题没有以“]]”结尾"),
    ("[category\n", "表的标题没有以“]”结尾"),
    ('a = "重点\n', "引号须在同一行内配对"),
    ('a = "重点" 40\n', "一条写完后须换行"),
    ("a = 1\na = 2\n", "同一键出现两次"),
    ("[a]\n[a]\n", "同一张表出现两次"),
    ('a = "\\q"\n', "引号内的“\\”须写成“\\\\”"),
    ("a = [1\n", "方括号没有配对"),
    ("a = {b = 1\n", "花括号没有配对"),
    ("重点 = 1\n", "这一行读不懂"),
    ("a = 1\x01\n", "换行"),
])  # fmt: skip
def test_what_the_parser_cannot_read_is_said_in_chinese(toml, said):
    with pytest.raises(BadScheme) as refused:
        body_of(toml)
    sentence = refused.value.faults[0].sentence
    assert said in sentence.zh
    assert set(re.findall("[A-Za-z]+", sentence.zh)) == {"TOML"}
    assert "this is not valid TOML: " in sentence.en
