"""Every conference has its room now, and its objectives are rows."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0008_rooms_and_objectives")]
    operations = [
        migrations.RemoveField(model_name="conference", name="objectives"),
        migrations.AlterField(
            model_name="conference",
            name="room",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="conference", to="records.room"
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="conference",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="records.conference",
            ),
        ),
        migrations.AlterField(
            model_name="objective",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objectives",
                to="records.meeting",
            ),
        ),
    ]
