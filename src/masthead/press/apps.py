from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "masthead.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.article import previews
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
