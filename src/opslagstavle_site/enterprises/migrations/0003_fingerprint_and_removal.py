from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("enterprises", "0002_register")]

    operations = [
        migrations.AddField("enterprise", "fingerprint", models.CharField(blank=True, max_length=64)),
        # Removals by key were never written: what names the enterprise is not kept.
        migrations.RemoveField("removal", "key"),
        migrations.AddField("removal", "key_hash", models.CharField(max_length=64, unique=True, default=""), preserve_default=False),
    ]
