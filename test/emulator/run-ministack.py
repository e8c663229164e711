"""Runs MiniStack with exactly the given environment on a free port, and ends with the process that started it.

Arguments: the id of that process, the folder to remove at the end, the environment as JSON.
"""
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time


def end(home):
    # The process group includes the processes of functions, which would outlive a server that is killed alone.
    shutil.rmtree(home, ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def end_with(parent, home):
    # A poll, because a parent that is killed with SIGKILL cannot run any last code.
    while os.getppid() == parent:
        time.sleep(0.5)
    end(home)


def bind(host):
    """Lets the server have a port that is bound before anybody knows it, so that no other process can take it."""
    from hypercorn.config import Config

    gateway = socket.socket()
    gateway.bind((host, 0))
    # Hypercorn reads the addresses from its configuration, and accepts a socket as one.
    Config.bind = property(lambda config: [f'fd://{gateway.fileno()}'], lambda config, addresses: None)
    port = gateway.getsockname()[1]
    os.environ['GATEWAY_PORT'] = str(port)
    print(f'listening on http://{host}:{port}', flush=True)


if __name__ == '__main__':
    parent, home, environment = int(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
    del sys.argv[1:]
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    threading.Thread(target=end_with, args=(parent, home), daemon=True).start()
    try:
        bind(os.environ['BIND_HOST'])
        # This import must come last, because the modules read the environment when they are loaded.
        from ministack.app import main
        from states_iot import install

        install()
        main()
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        end(home)
