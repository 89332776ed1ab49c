"""Does what deploy/Containerfile says, in a folder in place of `/` and as an ordinary user in place of
`meydan`: the recipe is read each time, so that it cannot say something else."""

import os
import re
import shlex
import shutil
import subprocess
from fnmatch import fnmatch
from pathlib import Path

from tests.house.source import ROOT

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


class Recipe:
    """One run. `run` is what a started container would do."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder, self.by_root = root, root, True
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(root), "LANG": "C.UTF-8"}
        self.command: list[str] = []
        self.left_out: list[str] = []
        """What root does in the image, which is not tried."""
        text = (ROOT / "deploy/Containerfile").read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        self.steps = [line.split(" ", 1) for line in lines]

    def follow(self) -> None:
        for name, said in self.steps:
            getattr(self, f"_{name.lower()}")(said)

    def run(self, words: list[str], **more: str) -> subprocess.Popen[str]:
        """In the image's folder and environment, as an ordinary user."""
        return subprocess.Popen(  # noqa: S603
            [*AS_NOBODY, *words],
            cwd=self.folder,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _from(self, _image: str) -> None:
        """The image's programs are this machine's."""

    _expose = _from

    def _user(self, _name: str) -> None:
        self.by_root = False

    def _workdir(self, path: str) -> None:
        self.folder = self._inside(path)
        self._own(self.folder)

    def _env(self, said: str) -> None:
        for pair in shlex.split(said):
            name, _, value = pair.partition("=")
            self.environment[name] = str(self._inside(value)) if value[0] == "/" else value
            if value[0] == "/":
                self._own(self._inside(value))

    def _cmd(self, said: str) -> None:
        self.command = re.findall(r'"([^"]*)"', said)

    def _copy(self, said: str) -> None:
        *flags, source, _here = said.split()
        for name in context() if source == "." else [source]:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target)
            if flags:
                for made in (target, *target.parents):
                    if made.is_relative_to(self.folder):
                        os.chown(made, NOBODY, NOBODY)

    def _run(self, said: str) -> None:
        if self.by_root:
            self.left_out.append(said)
            return
        process = self.run(["sh", "-c", said])
        output, _ = process.communicate()
        assert process.returncode == 0, output

    def _inside(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    @staticmethod
    def _own(folder: Path) -> None:
        """As the step of root does it."""
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, NOBODY, NOBODY)


def context() -> list[str]:
    """The files of a clean clone that .dockerignore lets through."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout  # noqa: S603
    ignored = (ROOT / ".dockerignore").read_text().split()
    return [
        name
        for name in files.split("\0")
        if name
        and (ROOT / name).is_file()
        and not any(fnmatch(name, f"{pattern}*") for pattern in ignored)
    ]
