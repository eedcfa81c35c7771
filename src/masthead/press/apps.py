from typing import Any

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "masthead.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save, pre_delete

        from masthead.article import previews
        from masthead.article.models import Picture
        from masthead.desk.events import (
            ArchiveMovedIn,
            ArticleMovedIn,
            ArticleWithdrawn,
            EditionWithdrawn,
            OriginalPublished,
            PermissionsChanged,
            archive_moved_in,
            article_moved_in,
            article_withdrawn,
            edition_withdrawn,
            original_published,
            permissions_changed,
        )
        from masthead.press import changed, moved, preview, tasks
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

        @permissions_changed.answer
        def _permitted(event: PermissionsChanged) -> None:
            # Pages offer translations on request, into the languages that are permitted.
            changed.remember(("pages", key) for key in event.articles)
            tasks.press_changed_soon()

        @names_changed.answer
        def _renamed(event: NamesChanged) -> None:
            changed.remember_names(event.terms)
            tasks.press_changed_soon()

        post_save.connect(_picture_sizes, sender=Picture, dispatch_uid="masthead.press.sizes")
        post_save.connect(_picture_saved, sender=Picture, dispatch_uid="masthead.press")
        pre_delete.connect(_picture_deleted, sender=Picture, dispatch_uid="masthead.press")


def _picture_sizes(sender: Any, instance: Any, raw: bool, update_fields: Any, **kwargs: Any) -> None:
    from masthead.press import tasks

    if not raw and not update_fields:
        tasks.make_sizes.enqueue(instance.pk)


def _picture_saved(sender: Any, instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    """Its file, credit or licence may be another, wherever it was edited."""
    from masthead.press import changed, tasks

    if not created and not raw:
        changed.remember([("picture", instance.pk)])
        tasks.press_changed_soon()


def _picture_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Articles are about to lose it: afterwards nobody knows which had it on their cards."""
    from masthead.article.models import Article
    from masthead.press import changed, tasks

    led = Article.objects.filter(lead_picture=instance).values_list("pk", flat=True)
    changed.remember([("picture", instance.pk), *(("card", key) for key in led)])
    tasks.press_changed_soon()
