"""The process of pages: what stands at the outlet's port. It knows neither Django nor the database."""

from __future__ import annotations

import argparse

from masthead.press.front import Front, run
from masthead.press.stock import Stock
from masthead.project import environment, supervisor


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m masthead.project.pages", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--behind", required=True, help="the socket of the web process")
    parser.add_argument("--shared", action="store_true", help="other processes serve at the same port")
    options = parser.parse_args()
    home = environment.home()
    supervisor.follow()
    stock = Stock(home / "pressed", home / "media", environment.pages_memory())
    run(Front(stock, options.behind), options.host, options.port, shared=options.shared)


if __name__ == "__main__":
    main()
