from pathlib import Path

from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "masthead.reading"
    label = "reading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
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
        from masthead.press.rendering import add_templates
        from masthead.press.slots import after_article
        from masthead.reading import actions, slot, tasks
        from masthead.translation.events import EditionsChanged, editions_changed

        add_templates(Path(__file__).parent / "public")
        after_article(slot.below)

        # Listeners run inside the transaction of what happened: the task stands or falls with it.
        @original_published.answer
        def _published(event: OriginalPublished) -> None:
            tasks.index_article.enqueue(event.article)

        @article_withdrawn.answer
        def _withdrawn(event: ArticleWithdrawn) -> None:
            tasks.index_article.enqueue(event.article)

        @edition_withdrawn.answer
        def _taken_back(event: EditionWithdrawn) -> None:
            tasks.index_article.enqueue(event.article)

        @editions_changed.answer
        def _changed(event: EditionsChanged) -> None:
            tasks.index_article.enqueue(event.article)

        @article_moved_in.answer
        def _moved_in(event: ArticleMovedIn) -> None:
            if event.comments:
                actions.keep_comments(event)

        @archive_moved_in.answer
        def _all_moved_in(event: ArchiveMovedIn) -> None:
            tasks.reindex.enqueue()
