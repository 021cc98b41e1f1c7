"""Connection to a Dask cluster: finds the scheduler, and compares what its workers draw with to this machine."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moa_anim.errors import Fault, RenderError
from moa_anim.render.cluster.worker import differences, drawing_inputs, refusal

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 10
"""How long a scheduler may take to answer."""

_CLOSE_SECONDS = 2
"""How long closing the connection may take."""

WORKERLESS_SECONDS = 60.0
"""How long to wait for a first worker, or for another when all have left: a batch system takes a while to start one."""

_SILENCED_LOGGERS = ("distributed", "distributed.client", "distributed.core")
"""Loggers whose messages are replaced by our own, in one line. Dask sets a level for each of them."""


@dataclass(frozen=True)
class Cluster:
    """A scheduler that answers at `address`. Its workers must have this process's `inputs`: code, data, versions."""

    client: Client
    address: str
    inputs: Mapping[str, Any]

    def require_alike(self) -> int:
        """Check that all workers draw with `inputs` and with one thread each; return the number of workers.

        Raises:
            RenderError: Some do not; each is named.
        """
        threads = self.client.nthreads()
        answers = self.client.run(drawing_inputs, on_error="return")
        here = self.client.nthreads()
        errors = []
        for worker, answer in sorted(answers.items()):
            if isinstance(answer, OSError) and worker not in here:
                continue  # it left while it was asked
            if isinstance(answer, BaseException):
                errors.append(
                    refusal(worker, f"no moa-anim that answers ({type(answer).__name__}: {answer})")
                )
            elif found := list(differences(self.inputs, answer)):
                errors.append(refusal(worker, "; ".join(found)))
            elif threads.get(worker, 1) != 1:
                remedy = (
                    "start it with --nthreads 1, and with --nworkers for as many as the machine has cores"
                )
                found_threads = f"{threads[worker]} threads"
                errors.append(
                    RenderError(
                        Fault(f"worker {worker}", found_threads, "one: a process draws one run", remedy)
                    )
                )
        if errors:
            raise RenderError([fault for error in errors for fault in error.faults])
        return len(answers)

    def wait_for_worker(self, seconds: float) -> None:
        """Wait until there is a worker. Raises RenderError if there is none after `seconds`."""
        try:
            self.client.wait_for_workers(1, timeout=seconds)
        except TimeoutError as error:
            raise self.workerless(seconds) from error

    def workerless(self, seconds: float) -> RenderError:
        """Return the error for a cluster that has had no worker for `seconds`."""
        found = f"no worker for {seconds:g} s"
        remedy = f"start some with `dask worker {self.address} --nthreads 1`, then render again: finished segments are cached"
        return RenderError(Fault(f"--cluster {self.address}", found, "workers that draw", remedy))

    def lost(self) -> RenderError:
        """Return the error for a connection to the scheduler that was lost."""
        remedy = "check that the scheduler runs, then render again: finished segments are cached"
        return RenderError(
            Fault(
                f"--cluster {self.address}", "a lost connection", "a scheduler that runs to the end", remedy
            )
        )


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """Connect to the scheduler at `address` ("tcp://host:port", "tls://host:port"), and disconnect at the end of the block.

    Raises:
        RenderError: Dask is not installed, nobody answers, what answers is no scheduler, or TLS has no certificates.
    """
    try:
        from distributed import Client
    except ImportError as error:
        remedy = 'install it: pip install "moa-anim[cluster]"'
        raise RenderError(
            Fault("--cluster", f"no package {error.name}", "Dask's distributed", remedy)
        ) from error
    for name in _SILENCED_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _require_scheduler(address)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as error:
        raise _nobody(address, f"{type(error).__name__}: {error}") from error
    try:
        yield Cluster(client, address, drawing_inputs())
    finally:
        with suppress(Exception):
            client.close(timeout=_CLOSE_SECONDS)


def _require_scheduler(address: str) -> None:
    """Check that a scheduler answers at `address`.

    Dask's client would wait for ever for a port that accepts connections and never answers.
    """
    if address.startswith("tls://") and (unset := list(_unset_certificates())):
        remedy = "set them in Dask's configuration to files that exist (docs/cluster.md)"
        raise RenderError(
            Fault(f"--cluster {address}", f"no file in {', '.join(unset)}", "certificates", remedy)
        )
    try:
        kind = asyncio.run(asyncio.wait_for(_kind(address), CONNECT_SECONDS))
    except TimeoutError as error:
        raise _nobody(address, f"no answer in {CONNECT_SECONDS} s") from error
    except Exception as error:  # reading an answer that is not Dask's may raise anything
        raise _nobody(address, f"{type(error).__name__}: {error}") from error
    if "Scheduler" not in kind:
        raise _nobody(address, f"a {kind}")


def _unset_certificates() -> Iterator[str]:
    """Yield the settings of Dask that TLS needs and that name no file; a setting may also hold the certificate itself."""
    from distributed.security import Security

    ours = Security()
    settings = {
        "ca-file": ours.tls_ca_file,
        "client.cert": ours.tls_client_cert,
        "client.key": ours.tls_client_key,
    }
    for name, value in settings.items():
        if value is None and name == "client.key":
            continue  # then the key is in the certificate's file
        if not value or ("-----BEGIN" not in value and not Path(value).is_file()):
            yield f"distributed.comm.tls.{name}"


async def _kind(address: str) -> str:
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout=CONNECT_SECONDS, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        answer: Any = await comm.read()
        return str(answer["type"])
    finally:
        comm.abort()


def _nobody(address: str, found: str) -> RenderError:
    remedy = "start one with `dask scheduler`, and give the address that it prints, tcp:// or tls:// included"
    return RenderError(
        Fault(f"--cluster {address}", f"no Dask scheduler ({found})", "one that answers", remedy)
    )
