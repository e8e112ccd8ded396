"""Keeps a client on this machine: a connection to anywhere but loopback is refused before its name is looked up."""
import socket

LOOPBACK = ("localhost", "127.0.0.1", "::1")
look_up = socket.getaddrinfo


def look_up_here(host, *more, **others):
    if host not in LOOPBACK:
        raise OSError(f"{host} is not on this machine")
    return look_up(host, *more, **others)


socket.getaddrinfo = look_up_here
