#!/usr/bin/env python3
"""A line that breaks: relays connections to a hub, and obeys words on its standard input.

Usage: line.py PORT      prints the port at which it listens
  pass N   lets N more bytes come from the hub, then holds back what follows, and says `reached`
  cut      breaks every connection, and says `cut`
  open     holds nothing back any more
"""
import select
import socket
import struct
import sys

hub = ("127.0.0.1", int(sys.argv[1]))
listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)

others = {}  # both ends of every connection
from_hub = set()
left = None  # bytes that may come from the hub; all of them where nothing was said


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
    is_held = left is not None and left <= 0
    open_ends = [end for end in others if not (is_held and end in from_hub)]
    ready, _, _ = select.select([sys.stdin, listener, *open_ends], [], [])
    for end in ready:
        if end is sys.stdin:
            words = sys.stdin.readline().split()
            if not words:
                sys.exit(0)
            if words[0] == "pass":
                left = int(words[1])
            if words[0] == "open":
                left = None
            if words[0] == "cut":
                while others:
                    close(next(iter(others)))
                print("cut", flush=True)
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
            try:
                piece = end.recv(1 << 16)
                others[end].sendall(piece)
            except OSError:
                piece = b""
            if not piece:
                close(end)
            elif end in from_hub and left is not None and left > 0:
                left -= len(piece)
                if left <= 0:
                    print("reached", flush=True)
