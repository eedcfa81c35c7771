import django.db.models.deletion
from django.db import migrations, models


def fill_sentences(apps, schema_editor):
    """Each source text once; its translations point to it."""
    schema_editor.execute(
        "INSERT INTO translation_sentence (language, digest, text, indexed) "
        "SELECT source_language, digest, MIN(source), FALSE FROM translation_memory "
        "GROUP BY source_language, digest"
    )
    schema_editor.execute(
        "UPDATE translation_memory SET sentence_id = (SELECT sentence.id FROM translation_sentence sentence "
        "WHERE sentence.digest = translation_memory.digest "
        "AND sentence.language = translation_memory.source_language)"
    )
    if schema_editor.connection.vendor == "postgresql":
        # What is still to be checked would keep the table from being altered.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('article', '0001_initial'),
        ('translation', '0002_glossary'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sentence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('digest', models.CharField(help_text='BLAKE2b-128 of the text, hexadecimal.', max_length=32)),
                ('text', models.TextField(help_text='Coded, as in masthead.translation.markup.')),
                ('indexed', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('indexed', False)), fields=['language'], name='sentence_not_indexed')],
                'constraints': [models.UniqueConstraint(fields=('digest', 'language'), name='sentence_once')],
            },
        ),
        migrations.AddField(
            model_name='memory',
            name='sentence',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='translation.sentence'),
        ),
        migrations.RunPython(fill_sentences),
        migrations.AlterField(
            model_name='memory',
            name='sentence',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='translations', to='translation.sentence'),
        ),
        migrations.RemoveConstraint(model_name='memory', name='memory_one_per_pair'),
        migrations.RemoveField(model_name='memory', name='digest'),
        migrations.RemoveField(model_name='memory', name='source'),
        migrations.AddField(model_name='memory', name='before', field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name='memory', name='after', field=models.BigIntegerField(default=0)),
        migrations.AddField(model_name='memory', name='creator', field=models.CharField(blank=True, default='', max_length=200), preserve_default=False),
        migrations.AddField(model_name='memory', name='created_at', field=models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            model_name='memory',
            name='article',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='article.article'),
        ),
        migrations.AddField(
            model_name='memory',
            name='origin',
            field=models.CharField(blank=True, default='', help_text='The file it came in, if any.', max_length=200),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='memory',
            index=models.Index(fields=['source_language', 'target_language', 'id'], name='memory_of_pair'),
        ),
        migrations.AddIndex(
            model_name='memory',
            index=models.Index(condition=models.Q(('article__isnull', False)), fields=['article'], name='memory_of_article'),
        ),
        migrations.AddConstraint(
            model_name='memory',
            constraint=models.UniqueConstraint(fields=('sentence', 'target_language', 'before', 'after'), name='memory_one_per_context'),
        ),
    ]
