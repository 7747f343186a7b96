"""Each text knows its meeting; each party gets a seal of its own."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

from communique.domain.journal import new_seal


def forwards(apps, schema_editor):
    text, item, party = (apps.get_model("records", name) for name in ("Text", "AgendaItem", "Party"))
    meeting = item.objects.filter(pk=OuterRef("item_id")).values("meeting_id")[:1]
    text.objects.filter(meeting=None).update(meeting_id=Subquery(meeting))
    for row in party.objects.all():
        row.seal = new_seal()
        row.save(update_fields=["seal"])


class Migration(migrations.Migration):
    dependencies = [("records", "0003_the_negotiation")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
