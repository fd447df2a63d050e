#!/usr/bin/env python3
"""A slow line that breaks: relays connections to a hub, so many bytes a second each way, and ends all of them
without a farewell every few seconds.

Usage: slow.py PORT BYTES SECONDS    prints the port at which it listens; at the end of its standard input, how many
bytes have gone to the hub, and how often it broke a connection
"""
import select
import sys
import time

from relay import Relay

relay = Relay(int(sys.argv[1]))
speed = int(sys.argv[2])
pause = float(sys.argv[3])
sent = 0  # bytes that have gone to the hub
allowed = {True: 0.0, False: 0.0}  # bytes that may pass now, by whether they come from the hub
breaks = 0
now = time.monotonic()
next_break = now + pause

while True:
    before, now = now, time.monotonic()
    for way in allowed:
        # What was not used is lost, as on a real line, but for a twentieth of a second.
        allowed[way] = min(allowed[way] + (now - before) * speed, speed / 20)
    if now >= next_break:
        next_break = now + pause
        breaks += bool(relay.others)
        relay.close_all()
    ends = [end for end in relay.others if allowed[end in relay.from_hub] >= 1]
    ready, _, _ = select.select([sys.stdin, relay.listener, *ends], [], [], 0.005)
    for end in ready:
        if end is sys.stdin:
            if not sys.stdin.readline():
                print(f"{sent} {breaks}", flush=True)
                sys.exit(0)
        elif end is relay.listener:
            relay.accept()
        elif end in relay.others:
            way = end in relay.from_hub
            count = relay.move(end, max(1, int(allowed[way])))
            sent += 0 if way else count
            allowed[way] -= count
