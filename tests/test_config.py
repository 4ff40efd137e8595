"""Settings: what each variable takes, what stands where it is not given, and what is refused."""

from pathlib import Path

import pytest

from config import PROJECT, BadSetting, Config, from_env


def test_without_any_setting_it_is_a_local_county_in_chinese():
    assert from_env({}) == Config(
        database=f"sqlite:///{PROJECT / 'var' / 'county.db'}",
        host="127.0.0.1",
        port=8000,
        secret_key="",
        key_file="",
        demo=False,
        clock="",
        language="zh-CN",
        workers=1,
    )


def test_every_setting_is_read():
    environ = {
        "SHANGXIA_DATABASE": "postgresql://db/county",
        "SHANGXIA_HOST": "::1",
        "SHANGXIA_PORT": "8080",
        "SHANGXIA_SECRET_KEY": "k" * 32,
        "SHANGXIA_KEY_FILE": "/etc/key",
        "SHANGXIA_DEMO": "1",
        "SHANGXIA_CLOCK": "+40d",
        "SHANGXIA_LANGUAGE": "en",
        "SHANGXIA_WORKERS": "4",
    }
    assert from_env(environ) == Config(
        "postgresql://db/county", "::1", 8080, "k" * 32, "/etc/key", True, "+40d", "en", 4
    )


def test_blank_setting_is_none():
    names = ("DATABASE", "HOST", "PORT", "CLOCK", "LANGUAGE", "WORKERS", "DEMO")
    assert from_env({f"SHANGXIA_{name}": " " for name in names}) == from_env({})


@pytest.mark.parametrize("code", ["zh", "zh_CN", "zh-CN"])
def test_chinese_has_many_spellings(code):
    assert from_env({"SHANGXIA_LANGUAGE": code}).language == "zh-CN"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE", "county.db"),
        ("DATABASE", "sqlite:///county.db"),
        ("DATABASE", "sqlite:///"),
        ("DATABASE", "mysql://db/county"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "８０"),
        ("PORT", "-1"),
        ("PORT", "8e3"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("LANGUAGE", "fr"),
        ("DEMO", "true"),
    ],
)
def test_setting_that_cannot_be_used_is_refused_by_name(name, value):
    with pytest.raises(BadSetting, match=f"SHANGXIA_{name}"):
        from_env({f"SHANGXIA_{name}": value})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "county.example"])  # noqa: S104
def test_demo_mode_is_refused_to_the_network(host):
    with pytest.raises(BadSetting, match=host):
        from_env({"SHANGXIA_DEMO": "1", "SHANGXIA_HOST": host})
    assert from_env({"SHANGXIA_HOST": host}).demo is False


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_demo_mode_is_for_this_machine(host):
    assert from_env({"SHANGXIA_DEMO": "1", "SHANGXIA_HOST": host}).demo is True


def test_own_files_lie_beside_the_database():
    sqlite = from_env({"SHANGXIA_DATABASE": "sqlite:////srv/county/county.db"})
    assert sqlite.var == Path("/srv/county")
    assert from_env({"SHANGXIA_DATABASE": "postgresql://db/county"}).var == PROJECT / "var"


def test_settings_of_others_are_not_ours():
    assert from_env({"PORT": "1", "DATABASE": "x", "SHANGXIA_": "y"}) == from_env({})
