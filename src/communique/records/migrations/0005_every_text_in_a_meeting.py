import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0004_where_texts_belong")]
    operations = [
        migrations.AlterField(
            model_name="text",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="records.meeting"
            ),
        )
    ]
