"""A bad line between two ends of this machine, so that handing in can be measured on it.

Two network namespaces, each with a TUN device; this process carries the IP packets from one to the
other at the line's speed, late by half the round trip, and drops some. TCP at both ends is the
kernel's own, so losing and sending again are real. Needs root and ``/dev/net/tun``.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import select
import shutil
import struct
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

CLIENT_ADDRESS, SERVER_ADDRESS = "198.18.0.1", "198.18.0.2"
"""Of the block set apart for benchmarks (RFC 2544); they exist inside the namespaces only."""
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_MTU = 1500


class NoBadLine(Exception):
    """This machine does not let us make one."""


@dataclass
class _Way:
    """One direction: when the line is free again, and what went over it (bytes of IP packets)."""

    free: float = 0.0
    packets: int = 0
    bytes: int = 0
    lost: int = 0


@dataclass
class BadLine:
    """The line; a context manager. ``kbit_s`` and ``loss`` (0..1) hold for each direction.

    ``queue`` counts the bytes that may wait before the line; more are dropped.
    """

    kbit_s: float = 64
    round_trip_s: float = 0.6
    loss: float = 0.02
    queue: int = 32_000
    seed: int = 1
    name: str = field(default_factory=lambda: f"wp{os.getpid()}")

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._ways = (_Way(), _Way())
        self._devices: list[int] = []
        self._late: list[tuple[float, int, int, bytes]] = []
        self._count = 0
        self._stop = threading.Event()
        self._carrier = threading.Thread(target=self._carry, name="bad line", daemon=True)

    def __enter__(self) -> BadLine:
        if os.geteuid() != 0 or not shutil.which("ip") or not Path("/dev/net/tun").exists():
            raise NoBadLine("namespaces need root, iproute2 and /dev/net/tun")
        try:
            self._devices = [
                self._end(space, own, other)
                for space, own, other in (
                    (self._client, CLIENT_ADDRESS, SERVER_ADDRESS),
                    (self._server, SERVER_ADDRESS, CLIENT_ADDRESS),
                )
            ]
        except (OSError, subprocess.CalledProcessError) as error:
            self._remove()
            raise NoBadLine(str(error)) from error
        self._carrier.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._carrier.join()
        for device in self._devices:
            os.close(device)
        self._remove()

    def at_client(self, *command: str) -> list[str]:
        """The command, to be run at the client's end."""
        return ["ip", "netns", "exec", self._client, *command]

    def at_server(self, *command: str) -> list[str]:
        """The command, to be run at the server's end."""
        return ["ip", "netns", "exec", self._server, *command]

    def reset(self) -> None:
        """Begin to count anew."""
        for way in self._ways:
            way.packets = way.bytes = way.lost = 0

    @property
    def bytes_up(self) -> int:
        """Bytes of IP packets from the client, lost ones too, since ``reset``."""
        return self._ways[0].bytes

    @property
    def bytes_down(self) -> int:
        """Bytes of IP packets to the client."""
        return self._ways[1].bytes

    @property
    def lost(self) -> int:
        """Packets that did not arrive, both ways."""
        return sum(way.lost for way in self._ways)

    @property
    def _client(self) -> str:
        return self.name + "c"

    @property
    def _server(self) -> str:
        return self.name + "s"

    def _end(self, space: str, own: str, other: str) -> int:
        device = f"t{space}"
        _ip("netns", "add", space)
        tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(tun, _TUNSETIFF, struct.pack("16sH", device.encode(), _IFF_TUN | _IFF_NO_PI))
        _ip("link", "set", device, "netns", space)
        _ip("-n", space, "link", "set", "lo", "up")
        _ip("-n", space, "addr", "add", own, "peer", other, "dev", device)
        _ip("-n", space, "link", "set", device, "mtu", str(_MTU), "up")
        return tun

    def _remove(self) -> None:
        for space in (self._client, self._server):
            subprocess.run(["ip", "netns", "del", space], check=False, capture_output=True)

    def _carry(self) -> None:
        while not self._stop.is_set():
            wait = self._late[0][0] - time.monotonic() if self._late else 0.05
            ready, _, _ = select.select(self._devices, [], [], min(0.05, max(0.0, wait)))
            for device in ready:
                self._take(self._devices.index(device))
            while self._late and self._late[0][0] <= time.monotonic():
                _, _, end, packet = heapq.heappop(self._late)
                try:
                    os.write(self._devices[end], packet)
                except OSError:  # that end is going down
                    continue

    def _take(self, end: int) -> None:
        """Put what one end sent on its way to the other."""
        way = self._ways[end]
        rate = self.kbit_s * 1000 / 8
        while True:
            try:
                packet = os.read(self._devices[end], 65536)
            except (BlockingIOError, OSError):
                return
            if packet[0] >> 4 != 4:
                continue  # the kernel's own IPv6 chatter is not part of the line
            now = time.monotonic()
            if max(0.0, way.free - now) * rate + len(packet) > self.queue:
                way.lost += 1
                continue
            way.packets += 1
            way.bytes += len(packet)
            way.free = max(way.free, now) + len(packet) / rate
            if self._chance.random() < self.loss:
                way.lost += 1
                continue
            self._count += 1
            arrives = way.free + self.round_trip_s / 2
            heapq.heappush(self._late, (arrives, self._count, 1 - end, packet))


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)
