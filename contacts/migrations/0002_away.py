from django.db import migrations, models

from accounts.keys import new_key


def give_keys(apps, schema_editor):
    """Every absence and cover that was entered before they had addresses gets a key of its own."""
    for name in ("Absence", "Cover"):
        model = apps.get_model("contacts", name)
        rows = list(model.objects.filter(key="").only("pk"))
        for row in rows:
            row.key = new_key()
        model.objects.bulk_update(rows, ["key"], batch_size=500)


def a_key(**more):
    return models.CharField(default=new_key, editable=False, max_length=10, **more)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]

    operations = [
        migrations.AddField("absence", "key", models.CharField(default="", editable=False, max_length=10)),
        migrations.AddField("cover", "key", models.CharField(default="", editable=False, max_length=10)),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField("absence", "key", a_key(unique=True)),
        migrations.AlterField("cover", "key", a_key(unique=True)),
        migrations.AddField("appointment", "works_shifts", models.BooleanField(default=False)),
        migrations.AddField("cover", "asked_at", models.DateTimeField(blank=True, null=True)),
        migrations.AlterField(
            "cover",
            "state",
            models.CharField(
                choices=[
                    ("asked", "Asked"),
                    ("accepted", "Agreed"),
                    ("by_phone", "Agreed by phone"),
                    ("declined", "Declined"),
                    ("silent", "No answer"),
                ],
                default="asked",
                max_length=20,
            ),
        ),
    ]
