from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0007_squeezed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Frame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
        ),
        migrations.CreateModel(
            name='Dependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.BigIntegerField()),
                ('kind', models.CharField(max_length=10)),
                ('key', models.BigIntegerField()),
                ('digest', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'verbose_name_plural': 'dependencies',
                'indexes': [models.Index(fields=['kind', 'key', 'digest'], name='depended_on')],
                'constraints': [models.UniqueConstraint(fields=('article', 'kind', 'key'), name='depends_once')],
            },
        ),
        migrations.RenameModel(old_name='ChangedName', new_name='Changed'),
        migrations.AlterModelOptions(name='changed', options={'verbose_name_plural': 'changed'}),
        migrations.AddField(
            model_name='changed',
            name='kind',
            field=models.CharField(default='name', max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(model_name='changed', name='key', field=models.BigIntegerField(default=0)),
        migrations.AlterField(model_name='changed', name='data', field=models.JSONField(default=dict)),
        migrations.AddIndex(
            model_name='artifact',
            index=models.Index(condition=models.Q(('place', ''), _negated=True), fields=['place'], name='artifact_of_list'),
        ),
    ]
