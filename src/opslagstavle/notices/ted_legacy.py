from lxml import etree

from opslagstavle.notices.notice import Notice


def recognises(root: etree._Element) -> bool:
    return False


def read(root: etree._Element) -> Notice:
    raise AssertionError
