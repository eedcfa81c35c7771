from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordConfig(AppConfig):
    name = "masthead.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.record import guards

        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="masthead.record.guards")
