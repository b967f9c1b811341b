"""A name stands for one thing, and a class is extended for more than one."""

from collections import Counter

from tests.house.classes import classes, modules

#: Names that Django gives; such a class or module is known by where it stands.
DJANGO_CLASSES = {"Command", "Meta"}
DJANGO_MODULES = {"__init__", "admin", "apps", "feeds", "forms", "models", "urls", "views"}


def test_no_class_is_extended_by_just_one() -> None:
    extended = Counter(base for _module, _name, bases in classes() for base in bases)
    ours = {name for _module, name, _bases in classes()}
    assert sorted(name for name in ours if extended[name] == 1) == []


def test_no_two_classes_have_the_same_name() -> None:
    names = Counter(name for _module, name, _bases in classes() if name not in DJANGO_CLASSES)
    assert sorted(name for name, times in names.items() if times > 1) == []


def test_no_more_than_two_modules_have_the_same_name() -> None:
    names = Counter(path.stem for path in modules() if path.stem not in DJANGO_MODULES)
    assert sorted(name for name, times in names.items() if times > 2) == []
