from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0008_dependencies'),
    ]

    operations = [
        migrations.AddField(
            model_name='frame',
            name='day',
            field=models.DateField(null=True),
        ),
    ]
