from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contacts", "0005_watching")]

    operations = [
        migrations.AlterField(
            "appointment",
            "kind",
            models.CharField(
                choices=[
                    ("holder", "Holder"),
                    ("job_share", "Job share"),
                    ("acting", "Acting"),
                    ("deputy", "Deputy"),
                    ("secondment", "Secondment"),
                ],
                default="holder",
                max_length=20,
            ),
        ),
    ]
