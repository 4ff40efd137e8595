"""Reading a scheme file for the commands that take one."""

from __future__ import annotations

from pathlib import Path

from web.commands.failures import Wrong

# A scheme is a few hundred lines; what is much larger is some other file.
LARGEST = 1_000_000


def text_of(file: str) -> str:
    """The file's text. Raises Wrong where it is no scheme, OSError where it cannot be read."""
    with Path(file).open("rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Wrong(f"{file} 过大，不是考核方案。", f"{file} is too large to be a scheme.")
    try:
        # Windows editors put a mark before the first character, which TOML does not know.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong(f"{file} 不是 UTF-8 文本。", f"{file} is not UTF-8 text.") from error
