"""Two servers in front of a clinic, for tests of TLS and of proxies. Their ports are printed, in this order.

tunnel.py PORT CERTIFICATE KEY NEWEST LOG
  The first speaks TLS, up to the version NEWEST, with the certificate, and passes what comes on to PORT of this machine.
  The second is an HTTP proxy that knows CONNECT, and connects every host to the first.
Each connection is a line of LOG: ‘tls’ when something was said through it, or the header that the proxy was sent.
"""

import socket
import ssl
import sys
import threading


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def join(one, other):
    threading.Thread(target=pump, args=(one, other), daemon=True).start()
    pump(other, one)


def note(text):
    with lock, open(sys.argv[5], "a") as log:
        log.write(text + "\n")


def serve_tls(connection):
    try:
        secure = context.wrap_socket(connection, server_side=True)
        data = secure.recv(65536)
    except OSError:
        data = b""
    if not data:
        connection.close()
        return
    note("tls " + secure.version())
    server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
    server.sendall(data)
    join(secure, server)


def serve_proxy(connection):
    header = b""
    while b"\r\n\r\n" not in header:
        data = connection.recv(1)
        if not data:
            return
        header += data
    note(repr(header.decode()))
    if not header.startswith(b"CONNECT "):
        connection.sendall(b"HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n")
        connection.close()
        return
    connection.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
    join(connection, socket.create_connection(secure_listener.getsockname()))


def accept(listener, serve):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


lock = threading.Lock()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.minimum_version = ssl.TLSVersion.TLSv1
context.maximum_version = ssl.TLSVersion[sys.argv[4]]
# The old versions are to be offered, so that it is the client that does not take them.
context.set_ciphers("ALL:@SECLEVEL=0")
context.load_cert_chain(sys.argv[2], sys.argv[3])
secure_listener = socket.create_server(("127.0.0.1", 0), backlog=64)
proxy_listener = socket.create_server(("127.0.0.1", 0), backlog=64)
threading.Thread(target=accept, args=(secure_listener, serve_tls), daemon=True).start()
print(secure_listener.getsockname()[1], proxy_listener.getsockname()[1], flush=True)
accept(proxy_listener, serve_proxy)
