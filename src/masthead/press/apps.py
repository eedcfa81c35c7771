from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "masthead.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from masthead.article import previews
        from masthead.article.models import Picture
        from masthead.desk.events import (
            ArchiveMovedIn,
            ArticleMovedIn,
            ArticleWithdrawn,
            EditionWithdrawn,
            OriginalPublished,
            archive_moved_in,
            article_moved_in,
            article_withdrawn,
            edition_withdrawn,
            original_published,
        )
        from masthead.press import moved, names, preview, tasks
        from masthead.translation.events import (
            EditionsChanged,
            NamesChanged,
            editions_changed,
            names_changed,
        )

        previews.register(preview.page)

        # Listeners run inside the transaction of what happened: the task stands or falls with it.
        @original_published.answer
        def _published(event: OriginalPublished) -> None:
            tasks.press_article.enqueue(event.article)

        @article_withdrawn.answer
        def _withdrawn(event: ArticleWithdrawn) -> None:
            tasks.press_article.enqueue(event.article)

        @edition_withdrawn.answer
        def _taken_back(event: EditionWithdrawn) -> None:
            tasks.press_article.enqueue(event.article)

        @editions_changed.answer
        def _changed(event: EditionsChanged) -> None:
            tasks.press_article.enqueue(event.article)

        @article_moved_in.answer
        def _moved_in(event: ArticleMovedIn) -> None:
            moved.remember(event.addresses, event.article, event.language)

        @archive_moved_in.answer
        def _all_moved_in(event: ArchiveMovedIn) -> None:
            tasks.press_all_soon()

        @names_changed.answer
        def _renamed(event: NamesChanged) -> None:
            names.remember(event.terms)
            tasks.press_names_soon()

        def _taken_in(
            sender: object, instance: Picture, raw: bool, update_fields: object, **_: object
        ) -> None:
            if not raw and not update_fields:
                tasks.make_sizes.enqueue(instance.pk)

        post_save.connect(_taken_in, sender=Picture, weak=False, dispatch_uid="masthead.press.sizes")
