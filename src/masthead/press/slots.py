"""Named places in a page that later rooms fill: the press prints them and knows nothing of their makers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

# provider(article, languages) -> {language: HTML}; called once for all languages of an article.
Provider = Callable[[int, Sequence[str]], dict[str, str]]

_after_article: list[Provider] = []


def after_article(provider: Provider) -> Provider:
    """Print what ``provider`` gives below an article: comments, for example. HTML is trusted."""
    if provider not in _after_article:
        _after_article.append(provider)
    return provider


def filled_after_article(article: int, languages: Sequence[str]) -> dict[str, str]:
    """{language: HTML} of everything that is printed below the article."""
    joined = dict.fromkeys(languages, "")
    for provider in _after_article:
        for language, html in provider(article, languages).items():
            joined[language] += html
    return joined
