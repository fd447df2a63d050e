#!/usr/bin/env python3
"""A line that breaks: relays connections to a hub, and obeys words on its standard input.

Usage: held.py PORT      prints the port at which it listens
  pass N   lets N more bytes come from the hub, then holds back what follows, and says `reached`
  cut      breaks every connection, and says `cut`
  open     holds nothing back any more
"""
import select
import sys

from relay import Relay

relay = Relay(int(sys.argv[1]))
left = None  # bytes that may come from the hub; all of them where nothing was said

while True:
    is_held = left is not None and left <= 0
    ends = [end for end in relay.others if not (is_held and end in relay.from_hub)]
    ready, _, _ = select.select([sys.stdin, relay.listener, *ends], [], [])
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
                relay.close_all()
                print("cut", flush=True)
        elif end is relay.listener:
            relay.accept()
        elif end in relay.others:
            is_from_hub = end in relay.from_hub
            count = relay.move(end, 1 << 16)
            if is_from_hub and left is not None and left > 0:
                left -= count
                if left <= 0:
                    print("reached", flush=True)
