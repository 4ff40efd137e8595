"""What the tables of a page say, as plain words."""

import re
from typing import Any


def rows(page: Any) -> list[list[str]]:
    """The rows of all tables, each as the words of its cells; a row of one cell says "nothing"."""
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", page.html, re.DOTALL):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        texts = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
        found += [texts] if len(texts) > 1 else []
    return found
