"""Configurations of nginx and Caddy: they serve the same files with the same headers, and hand the rest on to us.

Written here and not kept as files, so that a header or a kind of file is said in one place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from masthead.lib import languages
from masthead.press.headers import (
    AT_TERMS,
    FEED_TYPES,
    FOREVER,
    KEPT,
    LASTING,
    PAGE_CACHE,
    PICTURES,
    SECURITY,
    TERMS,
    TYPES,
)

LARGEST_UPLOAD = "64m"
_TYPES = {
    **TYPES,
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webm": "video/webm",
}


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet. ``behind`` is where ``masthead serve`` listens; ``listen`` is nginx's own address."""

    host: str
    pressed: Path
    media: Path
    behind: str
    listen: str = "80"
    brotli: bool = False


def is_plain(value: str) -> bool:
    """Can a host, an address or a path stand in these files as it is?"""
    return re.fullmatch(r"[\w.:/\[\]-]+", value) is not None


def nginx(site: Site) -> str:
    """A file for ``sites-enabled``: it stands inside ``http``."""
    own = re.sub(r"\W+", "_", site.host)
    kinds = "".join(f'        "{kind}" {suffix[1:]};\n' for suffix, kind in sorted(_TYPES.items()))
    spoken = "".join(f"    {language.code} {language.tag};\n" for language in languages.ALL)
    pictures = "|".join(sorted(suffix[1:] for suffix in PICTURES))
    feeds = "".join(
        f"""
    location ~ {pattern} {{
        types {{ }}
        default_type "{kind}";
        try_files $uri @masthead;
{_nginx_headers(PAGE_CACHE)}    }}
"""
        for pattern, kind in (
            *((f"/{re.escape(name)}$", kind) for name, kind in FEED_TYPES.items()),
            (f"^(?:{'|'.join(map(re.escape, AT_TERMS))})", TERMS),
        )
    )
    brotli = "brotli_static on;" if site.brotli else "# brotli_static on; is written by --brotli."
    return f"""# {site.host}: pressed pages and media by nginx, everything else by Masthead.
# Made by “masthead proxy nginx”; make it again after an update of Masthead.

map $uri $code_{own} {{
    default "";
    "~^/([a-z-]+)/.*\\.html$" $1;
}}
map $code_{own} $language_{own} {{
    default "";
{spoken}}}
map $uri $disposition_{own} {{
    default "attachment";
    "~*\\.(?:{pictures})$" "";
}}

server {{
    listen {site.listen};
    server_name {site.host};
    root {site.pressed};
    gzip_static on;
    gzip_vary on;
    {brotli}
    types {{
{kinds}    }}
    default_type application/octet-stream;
    client_max_body_size {LARGEST_UPLOAD};
    error_page 405 = @masthead;  # a form sent to an address that has a file

    location / {{
        try_files $uri ${{uri}}index.html @masthead;
{_nginx_headers(PAGE_CACHE, f"Content-Language $language_{own}")}    }}

    location {LASTING[0]} {{
        try_files $uri @masthead;
{_nginx_headers(FOREVER)}    }}
{feeds}
    location {LASTING[1]} {{
        root {site.media.parent};
        try_files $uri @masthead;
{_nginx_headers(FOREVER, f"Content-Disposition $disposition_{own}")}    }}

    location = / {{
        try_files /.none @masthead;
    }}
    location ~ ^{LASTING[1]}(?:{"|".join(KEPT)})/ {{
        try_files /.none @masthead;
    }}
    location ~ /articles/.*\\.pdf$ {{
        try_files /.none @masthead;
    }}
    location ~ /\\.(?!well-known/) {{
        try_files /.none @masthead;
    }}

    location @masthead {{
        proxy_pass http://{site.behind};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_read_timeout 300s;
    }}
}}
"""


def caddy(site: Site) -> str:
    """A Caddyfile, or a part of one."""
    spoken = "".join(f"\t\t{language.code} {language.tag}\n" for language in languages.ALL)
    types = "".join(
        f'\t\t\t@is_{suffix[1:]} path *{suffix}\n\t\t\theader @is_{suffix[1:]} Content-Type "{kind}"\n'
        for suffix, kind in sorted(TYPES.items())
    )
    feeds = "".join(
        f'\t\t\t@feed{number} path */{name}\n\t\t\theader @feed{number} Content-Type "{kind}"\n'
        for number, (name, kind) in enumerate(FEED_TYPES.items())
    )
    pictures = " ".join(f"*{suffix}" for suffix in sorted(PICTURES))
    return f"""# {site.host}: pressed pages and media by Caddy, everything else by Masthead.
# Made by “masthead proxy caddy”; make it again after an update of Masthead.

{site.host} {{
	root * {site.pressed}
	map {{http.request.uri.path.0}} {{language}} {{
{spoken}		default und
	}}

	@hidden {{
		path */.*
		not path /.well-known/*
	}}
	handle @hidden {{
		reverse_proxy {site.behind}
	}}
	@paper path_regexp /articles/.*\\.pdf$
	handle @paper {{
		reverse_proxy {site.behind}
	}}

	@page {{
		method GET HEAD
		path */
		not path {LASTING[1]}*
		file {{path}}index.html
	}}
	handle @page {{
		route {{
{_caddy_headers(PAGE_CACHE)}			header Content-Language {{language}}
			header Content-Type "{TYPES[".html"]}"
			rewrite * {{path}}index.html
			file_server {{
				precompressed br gzip
			}}
		}}
	}}

	@file {{
		method GET HEAD
		not path */ {LASTING[1]}*
		file {{path}}
	}}
	handle @file {{
		route {{
{_caddy_headers(PAGE_CACHE)}			header {LASTING[0]}* Cache-Control "{FOREVER}"
{types}{feeds}			@terms path {" ".join(f"{start}*" for start in AT_TERMS)}
			header @terms Content-Type "{TERMS}"
			header @is_html Content-Language {{language}}
			file_server {{
				precompressed br gzip
			}}
		}}
	}}

	@media {{
		method GET HEAD
		path {LASTING[1]}*
		not path */ {" ".join(f"{LASTING[1]}{folder}/*" for folder in KEPT)}
		file {{
			root {site.media.parent}
			try_files {{path}}
		}}
	}}
	handle @media {{
		route {{
{_caddy_headers(FOREVER)}			@given not path {pictures}
			header @given Content-Disposition attachment
{types}			file_server {{
				root {site.media.parent}
			}}
		}}
	}}

	handle {{
		reverse_proxy {site.behind}
	}}
}}
"""


def _nginx_headers(cache: str, *more: str) -> str:
    """Where a location has a header of its own, nginx forgets those of the server: so each says all."""
    said = [f"add_header Cache-Control {_quoted(cache)};", *(f"add_header {one};" for one in more)]
    said += [f"add_header {name} {_quoted(value)};" for name, value in SECURITY]
    return "".join(f"        {line}\n" for line in said)


def _caddy_headers(cache: str) -> str:
    said = [("Cache-Control", cache), *SECURITY]
    return "".join(f"\t\t\theader {name} {_quoted(value)}\n" for name, value in said)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
