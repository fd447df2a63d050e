"""A first push into Kinto with its memory backend: nothing is signed, merged or written to a disk.

kinto_push.py DATADIR COUNT pushes the first COUNT instruments of the peers' file in batches of 500 to a server of its
own, and prints instruments a second. Needs the package kinto.
"""
import base64
import http.client
import itertools
import json
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

BATCH = 500
RECORDS = "/buckets/bench/collections/instruments/records/"

SETTINGS = """
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
threads = 1
max_request_body_size = 1073741824
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.userid_hmac_secret = bench
multiauth.policies = basicauth
kinto.bucket_create_principals = system.Authenticated
kinto.batch_max_requests = {batch}
[loggers]
keys = root
[handlers]
keys =
[formatters]
keys =
[logger_root]
level = ERROR
handlers =
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Client:
    headers = {
        "Authorization": "Basic " + base64.b64encode(b"bench:bench").decode(),
        "Content-Type": "application/json",
    }

    def __init__(self, port, server):
        for _ in range(300):
            if server.poll() is not None:
                sys.exit("kinto_push: the server has ended")
            try:
                self.connection = http.client.HTTPConnection("127.0.0.1", port)
                self.call("GET", "/v1/")
                return
            except OSError:
                time.sleep(0.1)
        sys.exit("kinto_push: the server does not answer")

    def call(self, method, path, value=None):
        body = None if value is None else json.dumps(value, ensure_ascii=False).encode()
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            sys.exit(f"kinto_push: {method} {path}: {answer.status} {text[:300]}")
        return json.loads(text)

    def push(self, rows):
        for start in range(0, len(rows), BATCH):
            requests = [
                {"path": RECORDS + row["id"], "body": {"data": row}}
                for row in rows[start : start + BATCH]
            ]
            answer = self.call(
                "POST", "/v1/batch", {"defaults": {"method": "PUT"}, "requests": requests}
            )
            for response in answer["responses"]:
                if response["status"] not in (200, 201):
                    sys.exit(f"kinto_push: {response}")


def measure(rows, port, folder):
    settings = pathlib.Path(folder) / "kinto.ini"
    settings.write_text(SETTINGS.format(port=port, batch=BATCH))
    program = pathlib.Path(sys.executable).parent / "kinto"
    server = subprocess.Popen(
        [program, "start", "--ini", settings], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        client = Client(port, server)
        client.call("PUT", "/v1/buckets/bench", {})
        client.call("PUT", "/v1/buckets/bench/collections/instruments", {})
        start = time.perf_counter()
        client.push(rows)
        return len(rows) / (time.perf_counter() - start)
    finally:
        server.kill()
        server.wait()


data, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
with open(data / "instruments.jsonl", encoding="utf-8") as lines:
    instruments = [json.loads(line) for line in itertools.islice(lines, count)]
with tempfile.TemporaryDirectory() as folder:
    print(f"{measure(instruments, free_port(), folder):.1f}")
