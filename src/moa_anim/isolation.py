"""Keeps foreign settings out of this process: those of libraries, of the shell and of the working folder.

A film depends on its production and on this package alone. Manim, numba and others would also read files of the home and
working folders and variables of the environment. `isolate` runs before any of them is imported, since `moa_anim`
itself calls it. It is also the first to run under `python -m moa_anim`, while the working folder is still on the path:
everything imported here is built into Python or already loaded.
"""

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader

TYPE_CHECKING = False  # type checkers take it for typing's, which must not be imported here
if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence
    from types import ModuleType

FOREIGN = (
    # What is computed, and how: processor features, other kernels, an interpreter instead of the compiler.
    *("NUMBA_", "LLVMLITE_", "NPY_", "NUMEXPR_"),
    *("OPENBLAS_", "GOTO_", "BLIS_", "MKL_", "OMP_", "KMP_", "VECLIB_"),
    # What is drawn.
    *("MANIM", "CAIRO_", "PANGO", "FREETYPE_", "FONTCONFIG_", "FC_"),
    # What is written to the terminal or to files beside it.
    *("TQDM_", "AV_LOG_", "FFREPORT", "PYTHONWARNINGS"),
)
"""How the names of variables begin that steer a library which we draw with."""

FOLDERS = ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME")
"""Where compiled kernels and finished pieces are kept is the user's to say (docs/cluster.md), as absolute paths."""

SINGLE_THREADED = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""Set to 1: sums of large matrices must not depend on the number of cores, and --jobs already uses all of them."""


def isolate() -> None:
    """Remove foreign settings from the environment, and have Manim and numba read no settings files.

    Nothing happens where Manim was imported first: then it is someone else's process, with settings of their own, such as
    that of the command `manim`.
    """
    if "manim" in sys.modules or any(isinstance(finder, _Isolated) for finder in sys.meta_path):
        return
    if (
        "PYTHONWARNINGS" in os.environ
    ):  # "error" would end the program where a library imports another's old name
        import warnings  # Python itself has loaded it already, to read the variable

        sys.warnoptions.clear()  # drawing processes are given these
        warnings.simplefilter("ignore")
    clean_environment(os.environ)
    sys.meta_path.insert(0, _Isolated())


def clean_environment(environment: "MutableMapping[str, str]") -> None:
    """Remove what is not ours to obey; search paths for programs and modules lose the working folder."""
    for name in [name for name in environment if name.startswith(FOREIGN) and name not in FOLDERS]:
        del environment[name]
    for name in FOLDERS:
        if not os.path.isabs(environment.get(name, "/")):
            del environment[name]  # in the working folder; numba would load kernels from there
    environment.update(dict.fromkeys(SINGLE_THREADED, "1"))
    for name in ("PATH", "PYTHONPATH"):
        if name in environment:
            # An empty entry means the working folder, a relative one lies in it.
            entries = environment[name].split(os.pathsep)
            environment[name] = os.pathsep.join(entry for entry in entries if os.path.isabs(entry))


class _Isolated:
    """Finds the modules that read settings when they are imported, and has them loaded without."""

    def find_spec(
        self, name: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> ModuleSpec | None:
        loader = _LOADERS.get(name)
        spec = PathFinder.find_spec(name, path, target) if loader else None
        if loader and spec and isinstance(spec.loader, SourceFileLoader):
            spec.loader = loader(spec.loader.name, spec.loader.path)
        return spec


class _ManimSettings(SourceFileLoader):
    """Loads manim._config.utils, which then knows of no settings file but the one that Manim comes with."""

    def exec_module(self, module: "ModuleType") -> None:
        super().exec_module(module)
        library = module.Path(self.path).resolve().parent
        files = [library / "default.cfg", library / "no user's", library / "no folder's"]
        vars(module)["config_file_paths"] = lambda: files


class _NumbaSettings(SourceFileLoader):
    """Loads numba.core.config, which reads .numba_config.yaml from the working folder: it is loaded in its own."""

    def exec_module(self, module: "ModuleType") -> None:
        try:
            before = os.getcwd()
        except OSError:  # a removed folder holds no settings, and there is no way back into it
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
