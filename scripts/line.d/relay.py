"""Relays connections to a hub on this machine; what a line does to them is its own matter."""
import socket
import struct


class Relay:
    def __init__(self, port):
        self.hub = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.others = {}  # both ends of every connection
        self.from_hub = set()
        print(self.listener.getsockname()[1], flush=True)

    def accept(self):
        """Takes a connection, where the hub does."""
        site, _ = self.listener.accept()
        try:
            far = socket.create_connection(self.hub)
        except OSError:
            site.close()
            return
        self.others[site], self.others[far] = far, site
        self.from_hub.add(far)

    def close(self, end):
        """Ends a connection without a farewell."""
        for one in (end, self.others.pop(end, None)):
            if one is None:
                continue
            self.others.pop(one, None)
            self.from_hub.discard(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            one.close()

    def close_all(self):
        while self.others:
            self.close(next(iter(self.others)))

    def move(self, end, most):
        """Hands on what has come at one end, and says how many bytes that was; none ends the connection."""
        try:
            piece = end.recv(most)
            self.others[end].sendall(piece)
        except OSError:
            piece = b""
        if not piece:
            self.close(end)
        return len(piece)
