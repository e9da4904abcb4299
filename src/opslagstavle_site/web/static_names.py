"""Static files under names with their hash; an address that was looked up once is known."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class RememberedNames(ManifestStaticFilesStorage):
    """A page asks for a hundred addresses, most of them of its icons. They never change while a process lives."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # type: ignore[override]
        if force:
            return str(super().url(name, force))
        if name not in self._known:
            self._known[name] = str(super().url(name))
        return self._known[name]
