"""A BBC micro:bit v1 in QEMU, with Debian's build of its real MicroPython firmware.

Not run alone: microbit.py, microbit_export.py and seconds.py use it.
"""
import os
import re
import select
import shutil
import subprocess
import tempfile
import time

FIRMWARE = "/usr/share/firmware-microbit-micropython/firmware.hex"
SCRIPT_AT, SCRIPT_MAX = 0x3E000, 8188
PROMPT = b"\r\n>>> "
# Up to the line that names the exception. No need to wait for a prompt then: after a script's
# exception it comes only when the board has scrolled the whole text over its display.
TRACEBACK = re.compile(rb"Traceback \(most recent call last\):\r\n(  .*\r\n)*\S.*\r\n")


class BoardError(Exception):
    """What went wrong; for an exception on the board, what it printed, traceback included."""


class Board:
    """Boots the board; use it in a with statement.

    script: source that goes to flash and runs before the REPL starts; what it prints is .printed.
    options: more of QEMU's.
    """

    def __init__(self, script="", timeout=60, options=()):
        if not shutil.which("qemu-system-arm"):
            raise BoardError("qemu-system-arm is missing: apt install qemu-system-arm")
        if not os.path.exists(FIRMWARE):
            raise BoardError("no firmware.hex: apt install firmware-microbit-micropython")
        data = script.encode()
        if len(data) > SCRIPT_MAX:
            raise BoardError("the script has %d bytes, more than %d" % (len(data), SCRIPT_MAX))
        command = ["qemu-system-arm", "-M", "microbit", "-display", "none", "-monitor", "none",
                   "-serial", "stdio", "-device", "loader,file=" + FIRMWARE, *options]
        self.bytes_sent = 0
        with tempfile.TemporaryDirectory() as folder:
            if script:
                flash = os.path.join(folder, "script.bin")
                with open(flash, "wb") as f:
                    f.write(b"MP" + len(data).to_bytes(2, "little") + data)
                command += ["-device", "loader,force-raw=on,addr=%d,file=%s" % (SCRIPT_AT, flash)]
            self.qemu = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            try:
                greeting = self._until(PROMPT, timeout)
            except BaseException:
                self.close()
                raise
        self.printed = greeting.lstrip("\0").rpartition("MicroPython v")[0]

    def _send(self, data):
        self.qemu.stdin.write(data)
        self.qemu.stdin.flush()

    def _until(self, end, timeout):
        got, deadline = b"", time.monotonic() + timeout
        while not got.endswith(end):
            left = max(deadline - time.monotonic(), 0)
            ready = select.select([self.qemu.stdout], [], [], left)[0]
            data = os.read(self.qemu.stdout.fileno(), 4096) if ready else b""
            got += data
            text = got.decode(errors="replace").replace("\r\n", "\n")
            if not data:
                reason = "QEMU ended" if ready else "no answer within %g s" % timeout
                raise BoardError("%s; the last output was %r" % (reason, text[-500:]))
            if TRACEBACK.search(got):
                raise BoardError(text.strip("\0\n> "))
        return text[:-len(end.replace(b"\r\n", b"\n"))]

    def run(self, code, timeout=60):
        """Runs the code as pasted at the prompt: what it prints, values of bare expressions too."""
        # Into the raw REPL and out (ctrl-A, ctrl-B): that frees the line buffer, which otherwise
        # stays as large as the longest code so far. Then paste mode (ctrl-E). The raw REPL would
        # do, but it does not echo, and only an echo tells when the board's 64-byte input buffer
        # has room again: with pauses instead, a busy PC loses bytes.
        self._send(b"\1\2\5")
        self._until(b"\r\n=== ", timeout)
        data = code.encode()
        for i in range(0, len(data), 48):
            chunk = data[i:i + 48]
            self._send(chunk)
            self._until(chunk, timeout)
        self.bytes_sent += len(data)
        self._send(b"\4")
        # A newline answers the ctrl-D; the prompt has its own only if the output lacks one.
        return self._until(b">>> ", timeout)[1:]

    def close(self):
        self.qemu.kill()
        self.qemu.communicate()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
