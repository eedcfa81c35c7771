"""Named places in a page that later rooms fill: the press prints them and knows nothing of their makers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

# provider({article: languages}) -> {article: {language: HTML}}; called once for many articles.
Provider = Callable[[Mapping[int, Sequence[str]]], dict[int, dict[str, str]]]

_after_article: list[Provider] = []


def after_article(provider: Provider) -> Provider:
    """Print what ``provider`` gives below an article: comments, for example. HTML is trusted."""
    if provider not in _after_article:
        _after_article.append(provider)
    return provider


def filled_after_articles(articles: Mapping[int, Sequence[str]]) -> dict[int, dict[str, str]]:
    """{article: {language: HTML}} of everything that is printed below the articles in these languages."""
    joined = {article: dict.fromkeys(languages, "") for article, languages in articles.items()}
    for provider in _after_article:
        for article, filled in provider(articles).items():
            for language, html in filled.items():
                joined[article][language] += html
    return joined


def filled_after_article(article: int, languages: Sequence[str]) -> dict[str, str]:
    """{language: HTML} of one."""
    return filled_after_articles({article: languages})[article]
