from django.apps import AppConfig
from django.core.checks import CheckMessage, Warning, register


def lacking(**_: object) -> list[CheckMessage]:
    """Said whenever Masthead starts; it goes on without the engine or the model."""
    from masthead.translation.engines import neural

    return [Warning(sentence, id="translation.W001") for sentence in neural.lacking()]


class TranslationConfig(AppConfig):
    name = "masthead.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from masthead.desk.events import (
            OriginalPublished,
            TranslationMovedIn,
            original_published,
            translation_moved_in,
        )
        from masthead.translation import joining, tasks, terminology
        from masthead.translation.models import GlossaryTerm

        register(lacking)

        @original_published.answer
        def _published(event: OriginalPublished) -> None:
            if event.text_changed:
                tasks.translate_article.enqueue(event.article)

        @translation_moved_in.answer
        def _moved_in(event: TranslationMovedIn) -> None:
            joining.join(event)

        def _deleted(instance: GlossaryTerm, **_: object) -> None:
            terminology.tell_of([(instance.term, None)])

        # However it is deleted, in the transaction of the deletion.
        post_delete.connect(_deleted, sender=GlossaryTerm, weak=False, dispatch_uid="term_deleted")
