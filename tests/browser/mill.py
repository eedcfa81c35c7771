"""An article with machine editions in German and Arabic, for the workbench. Run in a process of its own.

Prints the article's number. Its translations come from the memory, where an engine is said to have put them.
"""

from __future__ import annotations

import json

SLUG = "the-mill-stands-still"
ENGINE = ("pseudo", "1")
SENTENCES = {
    "The mill stands still": ("Die Mühle steht still", "المطحنة متوقفة"),
    "It ran for 120 years.": ("Sie lief 120 Jahre lang.", "عملت المطحنة 120 سنة."),
    "The wheel <x1>no longer</x1> turns.": ("Das Rad dreht sich <x1>nicht länger</x1>.", "العجلة <x1>لم تعد</x1> تدور."),
    "The miller has <x1>sold the stones</x1>, all 6 of them.": (
        "Der Müller hat alle 6 <x1>Steine verkauft</x1>.",
        "باع الطحّان <x1>الأحجار</x1> الستة كلها (6).",
    ),
    "What is left": ("Was übrig ist", "ما الذي بقي"),
    "Only the water goes on.": ("Nur das Wasser geht weiter.", "وحده الماء يستمر في الجريان."),
}  # fmt: skip
BODY = [
    {
        "type": "text",
        "id": "00000000-0000-4000-8000-0000000000a1",
        "value": "<p>The wheel <i>no longer</i> turns. The miller has <a href='https://example.org/stones'>sold the stones</a>, all 6 of them.</p>",
    },
    {
        "type": "heading",
        "id": "00000000-0000-4000-8000-0000000000a2",
        "value": {"text": "What is left", "level": "2"},
    },
    {
        "type": "text",
        "id": "00000000-0000-4000-8000-0000000000a3",
        "value": "<p>Only the water goes on.</p>",
    },
]


def build() -> None:
    import django

    django.setup()
    from django.utils import timezone

    from masthead.article.models import Article
    from masthead.desk import actions
    from masthead.desk.models import User
    from masthead.translation import memory
    from masthead.translation.actions import translate
    from masthead.translation.segments import Maker

    for at, language in enumerate(("de", "ar")):
        pairs = [(source, targets[at]) for source, targets in SENTENCES.items()]
        memory.remember(pairs, "en", language, Maker("engine", *ENGINE), timezone.now())
    article = Article(
        headline="The mill stands still",
        slug=SLUG,
        standfirst="It ran for 120 years.",
        language="en",
        body=json.dumps(BODY),
    )
    actions.save_draft(article)
    actions.publish(article, by=User.objects.get())
    translate(article.pk, languages=["de", "ar"], with_engines=False)
    print(article.pk)


if __name__ == "__main__":
    build()
