"""The small outlet that browser tests look at, made by the verbs an editor uses. Run in a process of its own."""

from __future__ import annotations

import json

ARTICLE = "water-is-patient"


def build() -> None:
    import django

    django.setup()
    from masthead.article.localised import Said
    from masthead.article.models import Article, Byline, Outlet, Person, Region, Theme
    from masthead.circulation.models import Issue
    from masthead.desk import actions
    from masthead.desk.models import User
    from masthead.project import worker
    from masthead.translation.actions import enter
    from masthead.translation.segments import Maker

    assert Issue is not None
    outlet = Outlet.objects.get()
    outlet.tagline, outlet.mail_address = "Slow news", "news@example.org"
    outlet.save()
    theme = Theme(name="Rivers", slug="rivers")
    theme.say("name", Said("أنهار", "ar"))
    theme.save()
    region = Region.objects.create(name="Europe", slug="europe")
    person = Person.objects.create(
        name="Clara Venn", slug="clara-venn", biography="Clara Venn edits this paper."
    )
    article = Article(
        headline="Water is patient",
        slug=ARTICLE,
        standfirst="A river has time.",
        language="en",
        body=json.dumps(
            [
                {
                    "type": "text",
                    "id": "00000000-0000-4000-8000-000000000001",
                    "value": "<p>The river <b>waits</b>.[^1] It has <a href='https://example.org/time'>time</a>.</p>",
                },
                {
                    "type": "quotation",
                    "id": "00000000-0000-4000-8000-000000000002",
                    "value": {
                        "text": "<p>Nothing is softer.</p>",
                        "speaker": "A ferryman",
                        "source": "",
                        "url": "",
                    },
                },
            ]
        ),
        footnotes=json.dumps(
            [{"type": "footnote", "value": {"label": "1", "text": "<p>Since the ice age.</p>"}}]
        ),
    )
    article.themes, article.regions = [theme], [region]
    article.bylines = [Byline(person=person)]
    actions.save_draft(article)
    actions.publish(article, by=User.objects.get())
    maker = Maker("person", "Nadia Haddal")
    text = "block/00000000-0000-4000-8000-000000000001/0"
    quote = "block/00000000-0000-4000-8000-000000000002"
    link = '<a href="https://example.org/time">'
    enter(
        article.pk,
        "ar",
        {
            "headline": "الماء صبور",
            "standfirst": "للنهر وقت.",
            text: f"النهر <strong>ينتظر</strong>.[^1] لديه {link}وقت</a>.",
            f"{quote}/0": "لا شيء ألين منه.",
            f"{quote}/speaker": "صاحب العبّارة",
            "footnote/1/0": "منذ العصر الجليدي.",
        },
        maker=maker,
    )
    enter(
        article.pk,
        "ja",
        {
            "headline": "水は辛抱強い",
            "standfirst": "川には時間がある。",
            text: f"川は<strong>待つ</strong>。[^1]川には{link}時間</a>がある。",
            f"{quote}/0": "これより柔らかいものはない。",
            f"{quote}/speaker": "渡し守",
            "footnote/1/0": "氷河期から。",
        },
        maker=maker,
    )
    worker.drain()


if __name__ == "__main__":
    build()
