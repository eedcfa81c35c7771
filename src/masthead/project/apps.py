from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "masthead.project"
    label = "project"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from masthead.project.database import take_long_statements

        connection_created.connect(take_long_statements, dispatch_uid="masthead.project")
