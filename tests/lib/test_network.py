import time
from ipaddress import ip_address

import pytest

from masthead.lib.network import NoSuchName, is_public, resolve


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.31.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "240.0.0.1",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
    ],
)
def test_an_address_that_is_not_reachable_by_all_is_not_public(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize(
    "number",
    [
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "2001:0:7f00:1::",
        "2001:4860::5efe:10.0.0.1",
        "2001:4860::200:5efe:192.168.1.1",
    ],
)
def test_a_private_address_carried_inside_another_is_not_public(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize(
    "number",
    [
        "8.8.8.8",
        "93.184.215.14",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::",
    ],
)
def test_an_address_of_the_internet_is_public(number: str) -> None:
    assert is_public(ip_address(number))


@pytest.mark.parametrize("spelling", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1"])
def test_odd_spellings_of_the_own_machine_resolve_to_it(spelling: str) -> None:
    numbers = resolve(spelling, 80, 5)

    assert [str(number) for number in numbers] == ["127.0.0.1"]


def test_a_name_that_leads_nowhere_is_said_so() -> None:
    with pytest.raises(NoSuchName):
        resolve("nowhere.invalid", 80, 5)


def test_looking_up_a_name_ends_in_time() -> None:
    before = time.monotonic()

    with pytest.raises((TimeoutError, NoSuchName)):
        resolve("a-name-that-is-slow.invalid", 80, 0.0)

    assert time.monotonic() - before < 1
