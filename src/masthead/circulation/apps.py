from pathlib import Path

from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "masthead.circulation"
    label = "circulation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from masthead.press.rendering import add_templates

        add_templates(Path(__file__).parent / "public")
