"""Isolates this process from settings of the shell, the home folder and the working folder.

A film must depend only on its production and on this package. Manim, numba and other libraries would also read settings
files of the home and working folders, and environment variables. `moa_anim` calls `isolate` when it is imported, before
any of these libraries. Under `python -m moa_anim` that is while the working folder is still on sys.path, so this module
imports only what is built into Python or already loaded.
"""

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader

TYPE_CHECKING = False  # type checkers treat it as typing.TYPE_CHECKING; typing must not be imported here
if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence
    from types import ModuleType

FOREIGN = (
    # Change what is computed: processor features, other kernels, interpreted instead of compiled code.
    *("NUMBA_", "LLVMLITE_", "NPY_", "NUMEXPR_"),
    *("OPENBLAS_", "GOTO_", "BLIS_", "MKL_", "OMP_", "KMP_", "VECLIB_"),
    # Change what is drawn.
    *("MANIM", "CAIRO_", "PANGO", "FREETYPE_", "FONTCONFIG_", "FC_"),
    # Change what is written to the terminal or to log files.
    *("TQDM_", "AV_LOG_", "FFREPORT", "PYTHONWARNINGS"),
)
"""Prefixes of environment variables that configure the libraries used for drawing; they are removed."""

FOLDERS = ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")
"""Variables not removed: the user may choose the cache folders (docs/cluster.md), as absolute paths."""

SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""Set to 1, because sums over large matrices must not depend on the number of cores; --jobs uses all cores anyway."""


def isolate() -> None:
    """Remove the settings of other programs from the environment, and stop Manim and numba reading settings files.

    Does nothing if Manim was imported first: then this is another program's process (such as the command `manim`), with
    its own settings.
    """
    if "manim" in sys.modules or any(isinstance(finder, _Isolated) for finder in sys.meta_path):
        return
    if "PYTHONWARNINGS" in os.environ:
        # With "error", a deprecation warning of a library would end the program.
        import warnings  # already loaded: Python needed it to read the variable

        sys.warnoptions.clear()  # multiprocessing passes these on to drawing processes
        warnings.simplefilter("ignore")
    clean_environment(os.environ)
    sys.meta_path.insert(0, _Isolated())


def clean_environment(environment: "MutableMapping[str, str]") -> None:
    """Remove the variables in FOREIGN, and relative folders from PATH and PYTHONPATH."""
    for name in [name for name in environment if name.startswith(FOREIGN) and name not in FOLDERS]:
        del environment[name]
    for name in FOLDERS:
        if not os.path.isabs(environment.get(name, "/")):
            del environment[name]  # relative to the working folder: numba would load kernels from there
    environment.update(dict.fromkeys(SINGLE_THREADED, "1"))
    for name in ("PATH", "PYTHONPATH"):
        if name in environment:
            # An empty entry stands for the working folder; a relative one is inside it.
            entries = environment[name].split(os.pathsep)
            environment[name] = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))


class _Isolated:
    """Import finder for the modules that read settings files when imported: loads them without those files."""

    def find_spec(
        self, name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> ModuleSpec | None:
        loader = _LOADERS.get(name)
        spec = PathFinder.find_spec(name, path, target) if loader else None
        if loader and spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = loader(spec.loader.name, spec.loader.path)
        return spec


class _ManimSettings(SourceFileLoader):
    """Loads manim._config.utils so that it reads no settings file except the one that is part of Manim."""

    def exec_module(self, module: "ModuleType") -> None:
        super().exec_module(module)
        library = module.Path(self.path).resolve().parent
        files = [library / "default.cfg", library / "no user file", library / "no folder file"]
        vars(module)["config_file_paths"] = lambda: files


class _NumbaSettings(SourceFileLoader):
    """Loads numba.core.config, which reads .numba_config.yaml from the working folder, from within numba's folder."""

    def exec_module(self, module: "ModuleType") -> None:
        try:
            before = os.getcwd()
        except OSError:  # a removed folder contains no settings file, and could not be changed back into
            super().exec_module(module)
            return
        os.chdir(os.path.dirname(self.path))
        try:
            super().exec_module(module)
        finally:
            os.chdir(before)


_LOADERS: dict[str, type[SourceFileLoader]] = {
    "manim._config.utils": _ManimSettings,
    "numba.core.config": _NumbaSettings,
}
