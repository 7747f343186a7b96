"""The public register: documents as published, for good."""

from __future__ import annotations

from django.db import models

from communique.records.models.texts import Text


class Document(models.Model):
    """A published document. Its page and its files don't change after."""

    text = models.OneToOneField(Text, models.PROTECT, related_name="document")
    symbol = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=500)
    language = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    doc = models.JSONField()
    adopted_at = models.DateTimeField()
    present = models.JSONField(default=list)
    published_at = models.DateTimeField()
    journal_digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return self.symbol


class DocumentFile(models.Model):
    """A file of a document: ``format`` is its ending (html, pdf, docx, xml), ``digest`` SHA-256 in hexadecimal."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="files")
    format = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["document", "format"], name="one_file_a_format")]

    def __str__(self) -> str:
        return f"{self.document_id}.{self.format}"
