"""Which pages of memory a forked process has for itself: those that it has written to."""

import os
import re
import struct

PAGE = os.sysconf("SC_PAGESIZE")
PRESENT, EXCLUSIVE = 1 << 63, 1 << 56
# Two ranges with so few pages between them are one: a call costs more than a page.
MAX_GAP = 2
MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) rw.p ")


def mappings():
    """Returns the stretches of pages that this process can write to, and shares with nobody."""
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        found = [MAPPING.match(line) for line in file]
    return [(int(match[1], 16) // PAGE, int(match[2], 16) // PAGE) for match in found if match]


def own_pages(stretches):
    """Returns which pages of these stretches are this process' alone; none where the system does not tell."""
    found = []
    with open("/proc/self/pagemap", "rb", buffering=0) as file:
        for first, end in stretches:
            told = os.pread(file.fileno(), 8 * (end - first), 8 * first)
            flags = struct.unpack(f"{len(told) // 8}Q", told)
            found += [first + place for place, flag in enumerate(flags) if flag & PRESENT and flag & EXCLUSIVE]
    return found


def stretches(pages):
    """Joins sorted pages to stretches: first and last page of each."""
    found = []
    for page in pages:
        if found and page - found[-1][1] <= MAX_GAP:
            found[-1][1] = page
        else:
            found.append([page, page])
    return found
