"""The commands of `shangxia`, a file each subject; `web.cli` puts them together."""
