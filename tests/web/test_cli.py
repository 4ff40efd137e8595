"""The command line as its users meet it: what it says, its exit codes, what it leaves behind."""

import json
import os
import pty
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import COMMAND, ROOT, Cli, as_anybody, environment, free_port, shangxia
from web.cli import run, tree
from workflow import passwords
from workflow.lifecycle import BY_KIND

# As the contract names them; beside these there is one for each act of the table.
COMMANDS = """
serve demo init migrate tick backup restore docs bench recompute
person add · person disable · person enable · person token · person revoke-tokens
person reset-password · person appoint · person relieve
year open · year show · year coverage · year whatif · year baselines
target list · target show · target history
import units · import fronts · import people · import results · import published
import targets · import template · import evaluations
scheme check · scheme show · scheme import · scheme schema · scheme table
item define · item list · audit verify · audit entries · audit entry · audit absent
audit checkpoint · audit export · audit rotate-key · audit reopen
witness key · witness cosign
key-task add · key-task change · key-task end · key-task list
"""
# Acts that are called otherwise, or that the clock does, or that founding and demo do.
NO_COMMAND = {
    "fall_due", "escalate", "found", "set_clock", "set_password", "grant_token", "grant_link",
    "use_link", "set_log_key", "reopen_log", "read_log", "export", "export_bundle", "verify_log",
}  # fmt: skip
# The first draft of XQ for 2014 in the reduced demo county: handed up, and nobody has signed it.
DRAFT = "706"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def listed() -> set[str]:
    first, *rest = COMMANDS.strip().split("\n")
    named = {*first.split(), *(name.strip() for line in rest for name in line.split("·"))}
    acts = {f"{kind} {name}" for kind in BY_KIND for name in BY_KIND[kind].keys() - NO_COMMAND}
    return named | acts


def leaves(group, path=()) -> dict[str, object]:
    found = {}
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        below = getattr(command, "list_commands", None)
        found |= leaves(command, (*path, name)) if below else {" ".join((*path, name)): command}
    return found


def data(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def query(url: str, sql: str, *values):
    with sqlite3.connect(path_of(url)) as database:
        found = database.execute(sql, values).fetchall()
    database.close()
    return found


def size(url: str) -> int:
    return query(url, "SELECT size FROM log_head")[0][0]


# — the tree —


def test_commands_are_those_of_the_contract_and_of_the_table():
    assert leaves(tree()).keys() == listed()


@pytest.mark.parametrize("name", sorted(listed() - {"bench"}))
def test_every_command_explains_itself_in_both_languages(name, capsys):
    for language, has in (("zh-CN", True), ("en", False)):
        code = run([*name.split(), "--help"], environment(SHANGXIA_LANGUAGE=language))
        said = capsys.readouterr().out
        assert code == 0
        assert bool(CHINESE.search(said)) is has
        assert said.startswith("用法" if has else "Usage")
        assert not (has and "[required]" in said)


def test_every_field_of_every_act_has_its_option():
    commands = leaves(tree())
    names = {f"{name}_key_task": f"key-task {name}" for name in ("add", "change", "end")}
    names["define_item"] = "item define"
    for kind, acts in BY_KIND.items():
        for act in acts.values():
            command = commands.get(names.get(act.name, f"{kind} {act.name}"))
            if command is None or command.name == "open":
                continue
            options = {option for param in command.params for option in param.opts}
            wanted = {f"--{name.replace('_', '-')}" for name in act.input().load_fields}
            assert wanted <= options, f"{kind} {act.name}"


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["target", "nonsense"], ["tick", "--nonsense"]]
)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_unknown_command_or_option_is_one_line_and_exit_code_2(arguments, language, cli):
    ran = cli(*arguments, SHANGXIA_LANGUAGE=language)
    assert (ran.code, "nonsense" in ran.line) == (2, True)
    assert bool(CHINESE.search(ran.line)) is (language == "zh-CN")


def test_group_without_a_command_shows_its_help_and_is_wrong():
    ran = shangxia()
    assert (ran.code, "serve" in ran.err) == (2, True)


# — settings —


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHANGXIA_PORT", "80x"),
        ("SHANGXIA_WORKERS", "0"),
        ("SHANGXIA_LANGUAGE", "fr"),
        ("SHANGXIA_DEMO", "yes"),
        ("SHANGXIA_DATABASE", "sqlite:///county.db"),
        ("SHANGXIA_CLOCK", "tomorrow"),
        ("SHANGXIA_CLOCK", "2013-03-01T09:00:00"),
        ("SHANGXIA_CLOCK", "-1d"),
        ("SHANGXIA_CLOCK", "+9999999d"),
    ],
)
def test_setting_that_cannot_be_used_is_named(name, value, cli):
    before = size(cli.url)
    ran = cli("tick", **{name: value})
    assert (ran.code, name in ran.line) == (2, True)
    assert size(cli.url) == before


def test_clock_of_a_real_county_cannot_be_set(bare):
    found(bare)
    ran = bare("tick", SHANGXIA_CLOCK="+1d")
    assert (ran.code, "SHANGXIA_CLOCK" in ran.line) == (2, True)


# — databases that will not do —


def test_missing_database_is_said_and_not_made(bare):
    ran = bare("target", "list", "--as", "office")
    assert (ran.code, "shangxia init" in ran.line) == (1, True)
    assert not path_of(bare.url).exists()


def test_file_that_is_no_database_is_left_alone(bare):
    path = path_of(bare.url)
    path.parent.mkdir()
    path.write_text("a letter, no database\n" * 200)
    for command in (["tick"], ["migrate"], ["demo"], ["serve"]):
        ran = bare(*command)
        assert (ran.code, "not a database" in ran.line) == (1, True)
    assert path.read_text().startswith("a letter")


def test_newer_database_is_refused_and_left_alone(cli):
    query(
        cli.url,
        "INSERT INTO schema_migration (name, applied) VALUES ('0999_later', '2030-01-01')",
    )
    before = path_of(cli.url).read_bytes()
    for command in (["tick"], ["migrate"], ["demo", "--reset"], ["serve"]):
        ran = cli(*command)
        assert (ran.code, "newer" in ran.line) == (1, True)
    assert path_of(cli.url).read_bytes() == before


def test_database_of_an_older_program_is_told_to_migrate(cli):
    query(cli.url, "DELETE FROM schema_migration")
    ran = cli("tick")
    assert (ran.code, "shangxia migrate" in ran.line) == (1, True)


def test_postgresql_that_is_not_there_is_one_line(bare):
    ran = Cli("postgresql://nobody:secret-word@127.0.0.1:1/county")("tick")
    assert (ran.code, "secret-word" in ran.line) == (1, False)


@pytest.mark.slow
def test_read_only_folder_is_one_line(cli, tmp_path):
    before = path_of(cli.url).read_bytes()
    path_of(cli.url).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        for command in (["tick"], ["person", "add", "new", "新"], ["serve"], ["demo"]):
            ran = shangxia(*command, url=cli.url, before=as_anybody())
            assert ran.code in (1, 2), command
            assert ran.line
        keyed = {"SHANGXIA_SECRET_KEY": "k" * 40, "SHANGXIA_PORT": str(free_port())}
        ran = shangxia("serve", url=cli.url, before=as_anybody(), **keyed)
        assert (ran.code, "cannot be written" in ran.line) == (1, True)
    finally:
        tmp_path.chmod(0o755)
    assert path_of(cli.url).read_bytes() == before


@pytest.mark.slow
def test_full_disk_refuses_an_act_and_keeps_what_there_was(cli):
    before = size(cli.url)

    def full() -> None:
        # Nothing may grow beyond what the database already has.
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

    ran = shangxia("person", "add", "new", "新人", url=cli.url, prepare=full)
    assert (ran.code, bool(ran.line)) == (1, True)
    assert size(cli.url) == before
    assert cli("audit", "verify").code == 0
    made = shangxia("demo", url=f"{cli.url}-other", prepare=full)
    assert made.code == 1
    assert "Traceback" not in made.err


# — the demo county —


def test_demo_lists_its_people_with_new_tokens_each_time(cli):
    first, second = data(cli("demo", "--json")), data(cli("demo", "--json"))
    assert first.keys() == {"year", "people"}
    assert first["year"] == 2014
    names = {"username", "name", "capacity", "unit", "post", "password", "token"}
    assert all(one.keys() == names for one in first["people"])
    head = next(one for one in first["people"] if one["username"] == "xq.head")
    assert (head["capacity"], head["unit"], head["post"]) == ("unit_head", "XQ", "XQ-YBS")
    tokens = {one["token"] for made in (first, second) for one in made["people"]}
    assert len(tokens) == 2 * len(first["people"])
    stored = {row[0] for row in query(cli.url, "SELECT hash FROM token")}
    assert {passwords.token_hash(token) for token in tokens} <= stored
    assert not tokens & stored


def test_demo_says_its_progress_on_stderr_alone(bare):
    ran = bare("demo", "--reduced", "--json")
    assert "…" in ran.err
    assert data(ran)["people"]


def test_reset_makes_the_demo_county_anew(cli):
    cli("person", "add", "somebody", "某人")
    assert cli("demo", "--reset", "--reduced").code == 0
    assert query(cli.url, "SELECT 1 FROM person WHERE username = 'somebody'") == []
    assert cli("audit", "verify").code == 0


def test_real_county_is_never_reset_nor_served_as_a_demo(bare):
    found(bare)
    before = query(bare.url, "SELECT body FROM entry")
    for command in (["demo"], ["demo", "--reset"], ["serve", "--demo"]):
        ran = bare(*command)
        assert (ran.code, "no demo" in ran.line) == (1, True)
    assert query(bare.url, "SELECT body FROM entry") == before


def test_demo_county_whose_making_was_broken_off_is_made_again(cli):
    query(cli.url, "UPDATE county SET clock_shift = 0")
    cli("person", "add", "somebody", "某人")
    assert cli("demo", "--reduced").code == 0
    assert query(cli.url, "SELECT 1 FROM person WHERE username = 'somebody'") == []


# — a real county —


def found(cli: Cli, *more: str):
    options = ("--name-zh", "真县", "--name-en", "True County", "--admin", "root")
    return cli("init", *options, "--admin-name", "首位管理员", *more)


def test_init_founds_the_county_with_an_administrator_who_can_sign_in(bare):
    made = data(found(bare, "--json"))
    [(stored,)] = query(bare.url, "SELECT password FROM person WHERE username = 'root'")
    assert passwords.matches(stored, made["password"])
    assert query(bare.url, "SELECT name_en, demo FROM county") == [("True County", 0)]
    assert (
        bare(
            "county",
            "add_front",
            "--as",
            "root",
            "--code",
            "F1",
            "--name-zh",
            "战线",
            "--name-en",
            "Front",
        ).code
        == 0
    )
    assert bare("audit", "verify").code == 0


def test_second_init_is_refused(bare):
    found(bare)
    before = size(bare.url)
    ran = found(bare)
    assert (ran.code, "True County" in ran.line) == (1, True)
    assert size(bare.url) == before


def test_init_with_a_bad_user_name_makes_nothing(bare):
    options = ("--name-zh", "县", "--name-en", "C", "--admin", "No Name", "--admin-name", "名")
    ran = bare("init", *options)
    assert (ran.code, "username" in ran.line) == (2, True)
    assert not path_of(bare.url).parent.exists()


def test_init_asks_for_what_it_was_not_told(bare):
    rest = "True County\nroot\n首位管理员\n"
    ran = shangxia("init", "--name-zh", "真县", url=bare.url, stdin=rest)
    assert (ran.code, "Password of root" in ran.out) == (0, True)


def test_people_are_added_appointed_relieved_and_disabled(cli):
    made = data(
        cli("person", "add", "new.one", "新人", "--post", "XQ-KY", "--document", "1号", "--json")
    )
    [(stored,)] = query(cli.url, "SELECT password FROM person WHERE username = 'new.one'")
    assert passwords.matches(stored, made["password"])
    assert cli("target", "list", "--as", "new.one", "--year", "2014").out.count("XQ") >= 4
    assert cli("person", "relieve", "new.one", "XQ-KY", "--document", "2号").code == 0
    assert cli("target", "list", "--as", "new.one", "--year", "2014").out.count("XQ") == 0
    assert cli("person", "appoint", "new.one", "SJ-1", "--document", "3号").code == 0
    assert cli("audit", "entries", "--as", "new.one").code == 0
    again = data(cli("person", "reset-password", "new.one", "--json"))["password"]
    assert again != made["password"]
    token = passwords.token_hash(data(cli("person", "token", "new.one", "--json"))["token"])
    revoked = "SELECT revoked_at IS NOT NULL FROM token WHERE hash = ?"
    assert query(cli.url, revoked, token) == [(0,)]
    assert cli("person", "revoke-tokens", "new.one").code == 0
    assert query(cli.url, revoked, token) == [(1,)]
    assert cli("person", "disable", "new.one").code == 0
    assert cli("audit", "entries", "--as", "new.one").code == 2
    assert cli("person", "enable", "new.one").code == 0
    assert cli("audit", "entries", "--as", "new.one").code == 0


# — acts —


def test_act_needs_somebody_who_acts(cli):
    for options in ([], ["--as", "nobody"], ["--as", "' OR 1=1"]):
        ran = cli("target", "hand_up", DRAFT, *options)
        assert (ran.code, bool(ran.line)) == (2, True)


def test_refused_act_is_one_line_with_its_code_and_one_entry(cli):
    before = size(cli.url)
    ran = cli("target", "approve", DRAFT, "--as", "xq.head", "--digest", "0" * 64)
    assert (ran.code, ran.line.startswith("not_your_capacity")) == (1, True)
    assert size(cli.url) == before + 1


def test_what_one_may_not_see_is_not_found(cli):
    ran = cli("target", "show", DRAFT, "--as", "sm.head")
    assert (ran.code, ran.line.startswith("not_found")) == (1, True)


def test_signature_needs_the_digest_that_was_shown(cli):
    bare_sign = cli("target", "submit", DRAFT, "--as", "xq.head")
    assert (bare_sign.code, "--digest" in bare_sign.line) == (2, True)
    blind = shangxia("target", "submit", DRAFT, "--as", "xq.head", "--show", url=cli.url)
    assert (blind.code, "terminal" in blind.line) == (2, True)
    old = cli("target", "submit", DRAFT, "--as", "xq.head", "--digest", "0" * 64)
    assert (old.code, old.line.startswith("stale")) == (1, True)
    digest = data(cli("target", "show", DRAFT, "--as", "xq.head", "--json"))["candidate"]["digest"]
    signed = data(cli("target", "submit", DRAFT, "--as", "xq.head", "--digest", digest, "--json"))
    assert [hand["side"] for hand in signed["signatures"] if hand["valid"]] == ["up"]


@pytest.mark.parametrize(("answer", "hands"), [("y", 1), ("n", 0)])
def test_on_a_terminal_the_content_is_shown_before_it_is_signed(answer, hands, cli):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "target", "submit", DRAFT, "--as", "xq.head", "--show"],
        cwd=ROOT,
        env=environment(cli.url),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.write(ours, f"{answer}\n".encode())
    out, err = process.communicate(timeout=30)
    os.close(ours)
    os.close(theirs)
    digest = query(cli.url, "SELECT digest FROM target WHERE id = ?", DRAFT)[0][0]
    assert digest in out
    assert process.returncode == (0 if hands else 1), err
    assert len(query(cli.url, "SELECT 1 FROM signature WHERE target_id = ?", DRAFT)) == hands


def test_wrong_input_names_every_field_at_once(cli):
    before = size(cli.url)
    ran = cli("target", "create", "--as", "xq.drafter", "--points", "1e3", "--due-on", "soon")
    assert ran.code == 2
    assert all(name in ran.line for name in ("title", "category", "points", "due_on"))
    assert size(cli.url) == before


def test_lists_and_parts_are_given_as_options_or_json(cli):
    made = data(
        cli(
            "target",
            "create",
            "--as",
            "xq.drafter",
            "--year",
            "2014",
            "--title",
            "通村公路",
            "--category",
            "key",
            "--supporting-units",
            "ZS",
            "--supporting-units",
            "JT",
            "--milestones",
            "due_on=2014-03-31,title=开工,quantity=2",
            "--milestones",
            '{"due_on": "2014-06-30", "title": "竣工, 验收"}',
            "--json",
        )
    )
    content = made["candidate"]
    assert content["supporting_units"] == ["JT", "ZS"]
    assert [step["title"] for step in content["milestones"]] == ["开工", "竣工, 验收"]
    cleared = data(
        cli(
            "target",
            "edit",
            str(made["id"]),
            "--as",
            "xq.drafter",
            "--supporting-units",
            "",
            "--json",
        )
    )
    assert cleared["candidate"]["supporting_units"] == []


def test_whole_input_may_come_as_json_from_a_file_or_standard_input(cli, tmp_path):
    text = json.dumps({"year": 2014, "title": "通村公路", "category": "key", "points": "20"})
    (tmp_path / "target.json").write_text(text)
    create = ("target", "create", "--as", "xq.drafter", "--json", "--data")
    ways = [
        cli(*create, text),
        cli(*create, f"@{tmp_path / 'target.json'}"),
        shangxia(*create, "@-", url=cli.url, stdin=text),
    ]
    assert [data(ran)["candidate"]["points"] for ran in ways] == ["20"] * 3


@pytest.mark.parametrize(
    "given", ["{", "[]", '{"title": "a", "title": "b"}', '{"points": NaN}', "[" * 100_000, "null"]
)
def test_json_that_will_not_do_is_wrong(given, cli):
    ran = cli("target", "create", "--as", "xq.drafter", "--data", given)
    assert (ran.code, "--data" in ran.line) == (2, True)


def test_field_given_twice_is_wrong(cli):
    ran = cli("target", "create", "--as", "xq.drafter", "--title", "a", "--data", '{"title": "b"}')
    assert (ran.code, "title" in ran.line) == (2, True)


@pytest.mark.parametrize("number", [str(10**30), "-1", "1.5", "x", "９"])
def test_id_that_is_none_is_wrong_or_not_found(number, cli):
    ran = cli("target", "show", number, "--as", "office")
    assert ran.code in (1, 2)
    assert ran.line


def test_bytes_that_are_no_text_are_refused_without_a_traceback(cli):
    before = size(cli.url)
    ran = shangxia(
        "target",
        "create",
        "--as",
        "xq.drafter",
        "--title",
        b"\xff\xfe",
        "--category",
        "key",
        "--year",
        "2014",
        url=cli.url,
    )
    assert (ran.code, "title" in ran.line) == (2, True)
    assert size(cli.url) == before


def test_data_is_printed_in_the_language_of_the_setting(cli):
    show = ("target", "show", DRAFT, "--as", "xq.head", "--json")
    chinese, english = (data(cli(*show, SHANGXIA_LANGUAGE=lang)) for lang in ("zh-CN", "en"))
    assert chinese["actions"][0]["label"] == "修改"
    assert english["actions"][0]["label"] == "Edit"
    assert chinese["candidate"] == english["candidate"]


def test_list_is_filtered_and_paged(cli):
    first = data(
        cli("target", "list", "--as", "office", "--year", "2013", "--limit", "20", "--json")
    )
    rest = data(
        cli(
            "target",
            "list",
            "--as",
            "office",
            "--year",
            "2013",
            "--limit",
            "20",
            "--cursor",
            first["next"],
            "--json",
        )
    )
    assert first["items"][-1]["id"] < rest["items"][0]["id"]
    due = data(cli("target", "list", "--as", "office", "--state", "due", "--json"))["items"]
    assert {row["state"] for row in due} == {"due"}
    wrong = cli("target", "list", "--as", "office", "--state", "nonsense")
    assert (wrong.code, "state" in wrong.line) == (2, True)


def test_history_tells_the_refused_acts_too(cli):
    cli("target", "approve", DRAFT, "--as", "xq.head", "--digest", "0" * 64)
    told = data(cli("target", "history", DRAFT, "--as", "xq.head", "--json"))
    assert [(e["action"], e["outcome"]) for e in told] == [
        ("approve", "refused"),
        ("hand_up", "done"),
        ("create", "done"),
    ]


def test_year_is_set_up_and_opened_in_one_step(cli):
    shown = data(cli("year", "open", "2015", "--as", "office", "--json"))
    assert shown["state"] == "drafting"
    again = cli("year", "open", "2015", "--as", "office")
    assert (again.code, again.line.startswith("wrong_state")) == (1, True)


def test_key_tasks_and_items_are_given_out(cli):
    task = data(
        cli(
            "key-task",
            "add",
            "--as",
            "office",
            "--year",
            "2014",
            "--code",
            "K9",
            "--title",
            "修路",
            "--kind",
            "joint",
            "--measure",
            "里程",
            "--unit-of-measure",
            "公里",
            "--target-value",
            "30",
            "--lead-unit",
            "JT",
            "--due-on",
            "2014-12-31",
            "--document",
            "云政发〔2014〕1号",
            "--json",
        )
    )
    assert (task["code"], task["lead_unit"]) == ("K9", "JT")
    item = data(
        cli(
            "item",
            "define",
            "--as",
            "office",
            "--year",
            "2014",
            "--code",
            "T9",
            "--title",
            "调研",
            "--category",
            "common",
            "--units",
            "XQ",
            "--units",
            "SM",
            "--measure",
            "报告",
            "--points",
            "4",
            "--scoring-rule",
            "proportional",
            "--target-value",
            "2",
            "--due-on",
            "2014-12-31",
            "--evidence",
            "报告",
            "--reviewing-post",
            "FXZ-1",
            "--json",
        )
    )
    blind = cli("item", "sign_item", str(item["id"]), "--as", "leader1")
    assert (blind.code, "--digest" in blind.line) == (2, True)
    signed = data(
        cli(
            "item",
            "sign_item",
            str(item["id"]),
            "--as",
            "leader1",
            "--digest",
            item["digest"],
            "--json",
        )
    )
    assert signed["waiting"] == 0
    assert "T9" in cli("item", "list", "2014", "--as", "office").out
    assert "K9" in cli("key-task", "list", "2014", "--as", "office").out


def test_tick_fires_each_date_once(cli):
    later = {"SHANGXIA_CLOCK": "+120d"}
    fell = data(cli("tick", "--json", **later))["fell_due"]
    assert len(fell) > 10
    assert data(cli("tick", "--json", **later))["fell_due"] == []


# — the log, backups, documents —


def test_verify_names_what_was_bent_and_fails(cli):
    assert cli("audit", "verify").code == 0
    query(cli.url, "UPDATE target SET title = '改过的' WHERE id = ?", DRAFT)
    ran = cli("audit", "verify")
    assert (ran.code, "✗" in ran.out) == (1, True)
    told = json.loads(cli("audit", "verify", "--json").out)
    assert [check["ok"] for check in told["checks"]].count(False) == 1
    assert told["ok"] is False


def test_entries_are_for_auditors(cli):
    told = data(
        cli("audit", "entries", "--as", "auditor", "--act", "submit", "--limit", "3", "--json")
    )
    assert [entry["action"] for entry in told["items"]] == ["submit"] * 3
    assert cli("audit", "entries", "--as", "office").code == 1


def test_backup_is_a_county_of_its_own_and_overwrites_nothing(cli, tmp_path):
    out = tmp_path / "copy.db"
    assert cli("backup", str(out)).code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    copy = Cli(f"sqlite:///{out}")
    assert copy("audit", "verify").code == 0
    assert size(copy.url) == size(cli.url)
    kept = out.read_bytes()
    again = cli("backup", str(out))
    assert (again.code, "not overwritten" in again.line) == (1, True)
    assert out.read_bytes() == kept


def test_a_backup_is_restored_and_what_was_there_is_kept(cli, tmp_path):
    out, file = tmp_path / "copy.db", Path(cli.url.removeprefix("sqlite:///"))
    assert cli("backup", str(out)).code == 0
    before = size(cli.url)
    assert cli("person", "token", "admin", "--label", "x").code == 0
    ran = cli("restore", str(out), "--json")
    assert ran.code == 0, ran.err
    kept = Path(data(ran)["kept"])
    assert (kept.name, file.stat().st_mode & 0o777) == ("county.db.before-1", 0o600)
    assert size(cli.url) == before
    assert size(f"sqlite:///{kept}") == before + 1
    assert cli("audit", "verify").code == 0
    refused = cli("person", "token", "admin", "--label", "x")
    assert (refused.code, "read-only" in refused.line) == (1, True)
    assert cli("audit", "reopen", "--reason", "恢复备份").code == 0
    assert cli("person", "token", "admin", "--label", "x").code == 0
    assert "before-2" in cli("restore", str(out)).out


def test_what_is_no_county_is_not_restored(cli, tmp_path):
    kept = Path(cli.url.removeprefix("sqlite:///"))
    before, damaged = size(cli.url), tmp_path / "damaged.db"
    assert cli("backup", str(damaged)).code == 0
    with damaged.open("r+b") as file:
        file.seek(3 * 4096 + 100)
        file.write(b"\xff" * 4000)
    empty, text = tmp_path / "empty.db", tmp_path / "text.db"
    sqlite3.connect(empty).execute("CREATE TABLE x (y)").connection.commit()
    text.write_text("no database", "utf-8")
    for wrong in (damaged, empty, text, kept):
        assert cli("restore", str(wrong)).code == 1, wrong
    assert cli("restore", str(tmp_path / "nowhere")).code == 2
    assert size(cli.url) == before
    assert list(kept.parent.glob("*.before-*")) + list(kept.parent.glob("*.restoring")) == []


READING = """
import sqlite3, sys
reader = sqlite3.connect(sys.argv[1])
reader.execute("PRAGMA journal_mode = wal")
reader.execute("BEGIN")
reader.execute("SELECT COUNT(*) FROM entry").fetchone()
print("reading", flush=True)
sys.stdin.read()
"""


def test_a_database_in_use_is_not_replaced(cli, tmp_path):
    out = tmp_path / "copy.db"
    assert cli("backup", str(out)).code == 0
    # Locks of SQLite are between processes.
    path = cli.url.removeprefix("sqlite:///")
    with subprocess.Popen(
        [sys.executable, "-c", READING, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as reader:
        assert reader.stdout.readline() == b"reading\n"
        ran = cli("restore", str(out))
        assert (ran.code, "in use" in ran.line) == (1, True)
        reader.stdin.close()
    assert cli("restore", str(out)).code == 0


def test_postgresql_is_restored_by_its_own_tool(tmp_path):
    (tmp_path / "x").write_bytes(b"")
    ran = Cli("postgresql://127.0.0.1:1/county")("restore", str(tmp_path / "x"))
    assert (ran.code, "pg_restore" in ran.line) == (1, True)


def test_backup_that_fails_leaves_nothing_behind(cli, tmp_path):
    nowhere = cli("backup", str(tmp_path / "no" / "copy.db"))
    assert (nowhere.code, bool(nowhere.line)) == (1, True)
    path = path_of(cli.url)
    with path.open("r+b") as file:
        # Opening reads the first pages only; copying meets the bad ones.
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 65_536)
    broken = cli("backup", str(tmp_path / "copy.db"))
    assert (broken.code, bool(broken.line)) == (1, True)
    assert not (tmp_path / "copy.db").exists()


def test_backup_of_postgresql_is_left_to_its_own_tool(bare, tmp_path):
    ran = Cli("postgresql://127.0.0.1:1/county")("backup", str(tmp_path / "x"))
    assert (ran.code, "pg_dump" in ran.line) == (1, True)


def test_backup_works_beside_a_writer(cli, tmp_path):
    writer = sqlite3.connect(path_of(cli.url), isolation_level=None)
    writer.execute("PRAGMA journal_mode = wal")
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert cli("backup", str(tmp_path / "copy.db")).code == 0
    finally:
        writer.close()


def test_wheel_without_documents_says_so(cli, monkeypatch, tmp_path):
    from web.commands import docs

    monkeypatch.setattr(docs, "PROJECT", tmp_path)
    ran = cli("docs", "--check")
    assert (ran.code, "README.md" in ran.line) == (1, True)
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / "docs").mkdir()
    assert cli("docs", "--check").code == 1
    assert cli("docs").code == 0
    assert cli("docs", "--check").code == 0


def test_what_is_read_is_read_as_it_was_where_that_is_asked_for(cli):
    now = cli("target", "list", "--as", "auditor", "--json").out
    last = json.loads(cli("audit", "entries", "--as", "auditor", "--json").out)["items"][0]["index"]
    cli("target", "create", "--as", "xq.drafter", "--year", "2014", "--title", "Later")
    found = cli("target", "list", "--as", "auditor", "--json", "--as-of", f"entry:{last}")
    assert (found.code, found.out) == (0, now)
    refused = cli("target", "list", "--as", "xq.drafter", "--as-of", f"entry:{last}")
    assert (refused.code, "Looking back is for auditors" in refused.err) == (1, True)
    wrong = cli("target", "list", "--as", "auditor", "--as-of", "soon")
    assert (wrong.code, "Give a day" in wrong.err) == (2, True)
