"""What a platform puts around and into a text: its own furniture goes, what it shows from elsewhere becomes a link."""

from __future__ import annotations

import re
from html import escape

from lxml.html import HtmlElement

from masthead.intake.readers.archives.content.addresses import watched, web
from masthead.intake.readers.archives.content.tree import attributes, drop, first, link, replace
from masthead.intake.readers.html.text import one_line, text_of

# Classes by which platforms mark what is theirs.
_FURNITURE = re.compile(
    r"""(?:^|\s)(?:
    subscription-widget(?:-wrap(?:-editor)?)? | subscribe-widget | captioned-button-wrap | share-dialog | paywall | paywall-jump
    | install-substack-app-embed | directMessage | community-chat | post-ufi | poll-embed | hide-text | header-anchor-parent
    | image-link-expand | image-gallery-expand | sharedaddy | jp-relatedposts | jp-post-flair | wp-block-spacer | wp-block-jetpack-subscriptions
    | kg-signup-card | section-divider | sqs-block-newsletter | sqs-block-form | newsletter-form | buttondown-email-footer | mc-footer
    )(?:\s|$)""",
    re.VERBOSE,
)
_BUTTON = re.compile(r"(?:^|\s)button-wrapper(?:\s|$)")
_OWN_BUTTON = re.compile(
    r"%%|/subscribe\b|/comments?\b|action=share|[?&]gift=|/leaderboard|/refer|/survey|checkout|/login|/account|#share|utm_content=share|/plans\b",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"subscribe|signup|sign-up|newsletter-form|recaptcha|disqus|addthis|sharethis", re.IGNORECASE
)
_CARD = re.compile(r"(?:^|\s)(?:[\w-]*-embed|[\w-]*-wrap|tweet|instagram|comment|embed[\w-]*|native-[\w-]+|datawrapper\S*|apple-podcast-container)(?:\s|$)")  # fmt: skip
_HELD = {"poll-embed": "poll", "native-audio-embed": "sound", "native-video-embed": "film"}


def furniture(root: HtmlElement) -> tuple[str, ...]:
    """What belongs to the platform goes; what only it can show is said in a sentence each. Pulled quotations become
    quotations."""
    lost: dict[str, None] = {}
    for element in root.xpath(".//*[@class]"):
        classes = element.get("class") or ""
        names = classes.split() if element.tag == "div" else ()
        if "pullquote" in names:
            element.tag = "blockquote"
        for name in names:
            if name in _HELD and not web(first(attributes(element), "url", "src")):
                lost[f"A {_HELD[name]} that only the platform can show is left."] = None
                replace(element, "")
        if _FURNITURE.search(classes):
            drop([element])
    drop(root.iter("form", "button", "script", "style", "noscript", "template", "svg"))
    return tuple(lost)


def buttons(root: HtmlElement) -> None:
    """A button is a link, unless it is the platform's own."""
    for element in root.xpath(".//*[@class]"):
        if not _BUTTON.search(element.get("class") or ""):
            continue
        to = next((each.get("href") for each in element.iter("a") if each.get("href")), "")
        own = not web(to) or _OWN_BUTTON.search(to) or attributes(element).get("action")
        replace(element, "" if own else link(to, text_of(element)))


def embeds(root: HtmlElement) -> tuple[str, ...]:
    """What another site shows in the page, as a link to it; and what has no address to link to, in a sentence each."""
    for element in root.xpath(".//*[@data-attrs and @class]"):
        if _CARD.search(element.get("class") or ""):
            _card(element)
    lost: dict[str, None] = {}
    for frame in list(root.iter("iframe", "embed", "video", "audio", "object")):
        inner = [frame, *frame.iter("source", "embed")]
        said = [each.get(name) or "" for each in inner for name in ("src", "data-src", "data")]
        url = next((whole for address in said if (whole := web(address))), "")
        if not url and any(said):
            address = next(filter(None, said))[:120]
            lost[f"A {frame.tag} at {address} has no whole address and is left."] = None
        own = _FORM.search(url)
        replace(frame, "" if not url or own else link(watched(url), frame.get("title") or ""))
    return tuple(lost)


def _card(element: HtmlElement) -> None:
    of = attributes(element)
    url = first(of, "url", "canonical_url", "base_url", "src", "href")
    video, picture = first(of, "videoId"), first(of, "instagram_id")
    if video:
        url = f"https://www.youtube.com/watch?v={video}"
    elif picture and not url:
        url = f"https://www.instagram.com/p/{picture}/"
    if element.tag in {"span", "a", "p"} or not web(url):
        if name := first(of, "name"):
            drop(list(element))
            element.text = one_line(name)
        return
    quoted = first(of, "full_text", "body", "quote")
    quotation = f"<blockquote><p>{escape(quoted)}</p></blockquote>" if quoted else ""
    title = first(of, "title", "name", "label") or first(of, "author", "username")
    replace(element, quotation + link(watched(url), title))
