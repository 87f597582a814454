"""How much memory a script takes."""

import subprocess
import sys

_TELL = """
def tell_peak():
    print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""  # what resource.getrusage tells of a child is its parent's peak, where that was higher


def peaks(script: str, *args: object) -> list[int]:
    """Run a script that calls tell_peak(); return what it told, the most memory that it had held by then, in kB. Linux only."""
    ran = subprocess.run([sys.executable, "-c", _TELL + script, *map(str, args)], capture_output=True, text=True, check=True)
    return [int(row) for row in ran.stdout.split()]
