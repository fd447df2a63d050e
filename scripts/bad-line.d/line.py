#!/usr/bin/env python3
"""A slow line that breaks: relays connections to a hub, so many bytes a second each way, and ends all of them
without a farewell every few seconds.

Usage: line.py PORT BYTES SECONDS    prints the port at which it listens; at the end of its standard input, how many
bytes have gone to the hub, and how often it broke a connection
"""
import select
import socket
import struct
import sys
import time

hub = ("127.0.0.1", int(sys.argv[1]))
speed = int(sys.argv[2])
pause = float(sys.argv[3])
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)

others = {}  # both ends of every connection
from_hub = set()
passed = {True: 0, False: 0}  # bytes so far, by whether they come from the hub
allowed = {True: 0.0, False: 0.0}  # bytes that may pass now
breaks = 0
now = time.monotonic()
next_break = now + pause


def close(end):
    """Ends a connection without a farewell."""
    for one in (end, others.pop(end, None)):
        if one is None:
            continue
        others.pop(one, None)
        from_hub.discard(one)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.close()


while True:
    before, now = now, time.monotonic()
    for way in allowed:
        # What was not used is lost, as on a real line, but for a twentieth of a second.
        allowed[way] = min(allowed[way] + (now - before) * speed, speed / 20)
    if now >= next_break:
        next_break = now + pause
        breaks += bool(others)
        while others:
            close(next(iter(others)))
    open_ends = [end for end in others if allowed[end in from_hub] >= 1]
    ready, _, _ = select.select([sys.stdin, listener, *open_ends], [], [], 0.005)
    for end in ready:
        if end is sys.stdin:
            if not sys.stdin.readline():
                print(f"{passed[False]} {breaks}", flush=True)
                sys.exit(0)
        elif end is listener:
            site, _ = listener.accept()
            try:
                far = socket.create_connection(hub)
            except OSError:
                site.close()
                continue
            others[site], others[far] = far, site
            from_hub.add(far)
        elif end in others:
            way = end in from_hub
            try:
                piece = end.recv(max(1, int(allowed[way])))
                others[end].sendall(piece)
            except OSError:
                piece = b""
            if not piece:
                close(end)
            passed[way] += len(piece)
            allowed[way] -= len(piece)
