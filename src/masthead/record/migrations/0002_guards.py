from django.db import migrations

from masthead.record import guards


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.put_up(schema_editor.connection),
            lambda apps, schema_editor: guards.take_down(schema_editor.connection),
        )
    ]
