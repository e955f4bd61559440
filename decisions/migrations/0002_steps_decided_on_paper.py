from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("decisions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="step",
            name="paper",
            field=models.FileField(blank=True, upload_to="papers/", verbose_name="批件"),
        ),
        migrations.AddField(
            model_name="step",
            name="paper_number",
            field=models.CharField(blank=True, max_length=60, verbose_name="批件文号"),
        ),
    ]
