"""Where the files that come with newsthread are: beside the package in a clone, inside it when installed from a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str) -> Path:
    """Return the path of a file or folder of `config/` that comes with newsthread."""
    installed = _PACKAGE / "_config"
    return (installed if installed.is_dir() else _PACKAGE.parent / "config") / name
