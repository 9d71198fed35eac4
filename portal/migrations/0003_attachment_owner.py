"""Attachments belong to rows; no page made any before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_triggers")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="owner",
            field=models.CharField(max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attachment",
            name="owner_id",
            field=models.BigIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                blank=True, max_length=30, verbose_name="what it proves"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=["owner", "owner_id", "sha256"], name="portal_attachment_once"
            ),
        ),
    ]
