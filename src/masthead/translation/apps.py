from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "masthead.translation"
    label = "translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.desk.events import (
            OriginalPublished,
            TranslationMovedIn,
            original_published,
            translation_moved_in,
        )
        from masthead.translation import joining, tasks

        @original_published.answer
        def _published(event: OriginalPublished) -> None:
            if event.text_changed:
                tasks.translate_article.enqueue(event.article)

        @translation_moved_in.answer
        def _moved_in(event: TranslationMovedIn) -> None:
            joining.join(event)
