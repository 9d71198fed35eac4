"""Words inside of names are found by trigrams; ё counts as е."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.models import Value
from django.db.models.functions import Lower, Replace


def folded(name: str) -> Replace:
    return Replace(Lower(name), Value("ё"), Value("е"))


def trigrams(column: str | Replace) -> OpClass:
    return OpClass(column, name="gin_trgm_ops")


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_attachment_owner")]

    operations = [
        TrigramExtension(),
        migrations.AddIndex(
            model_name="person",
            index=GinIndex(
                trigrams(folded("last_name")),
                trigrams(folded("first_name")),
                trigrams(folded("patronymic")),
                name="portal_person_search",
            ),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=GinIndex(
                trigrams("sort_name"),
                trigrams(folded("name")),
                trigrams("code"),
                name="portal_unit_search",
            ),
        ),
    ]
