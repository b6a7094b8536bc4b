"""The fixtures that tests of several parts share."""

pytest_plugins = [
    "tests.support.databases",
    "tests.support.offices",
    "tests.support.server",
    "tests.support.talks",
    "tests.support.telegram_api",
    "tests.support.zalo_bot_api",
    "tests.support.zalo_oa_api",
]
