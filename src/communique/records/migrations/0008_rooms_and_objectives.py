"""Each conference gets a room of its own; its objectives become rows; a meeting that has sat has a sitting."""

from datetime import timedelta

from django.db import migrations


def forwards(apps, schema_editor):
    conference, room, objective, meeting, sitting = (
        apps.get_model("records", name) for name in ("Conference", "Room", "Objective", "Meeting", "Sitting")
    )
    for row in conference.objects.filter(room=None):
        row.room = room.objects.create()
        row.save(update_fields=["room"])
        for order, words in enumerate(row.objectives, 1):
            objective.objects.create(conference=row, order=order, words=words[:500])
    for row in meeting.objects.exclude(state="convened"):
        sitting.objects.create(
            meeting=row,
            number=1,
            begins_at=row.begins_at,
            ends_at=row.begins_at + timedelta(hours=3),
            state=row.state,
            opened_at=row.begins_at,
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0007_the_meeting_room")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
