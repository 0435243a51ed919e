from django.db import models


class IndexedDocument(models.Model):
    """A row means: this text can be found. Its tokens stand beside it, in what full text the database has (`searching/store.py`)."""

    kind = models.CharField(max_length=10)  # course, unit, term
    subject = models.CharField(max_length=80)  # public id of the course, key of the term
    part = models.CharField(max_length=20, blank=True)  # key of the unit
    language = models.CharField(
        max_length=20, blank=True
    )  # two joined by “/” or empty: cannot be told, counts as the reader's own
    title = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)  # plain, as people read it: snippets are cut from it
    digest = models.CharField(max_length=64)  # of all that is indexed: unchanged documents are not indexed again

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "part", "language"], name="indexed_document_once"),
        ]
        indexes = [models.Index(fields=["subject", "language"], name="indexed_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.part} {self.language}"


class IndexedWord(models.Model):
    """A row means: a text in this language has this word (small letters, no accents), so a mistyped one may have meant it."""

    text = models.CharField(max_length=30)
    language = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["text", "language"]
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="indexed_word_once")]

    def __str__(self) -> str:
        return self.text


class WordTrigram(models.Model):
    """A row means: the word has these three letters in a row; words of about the same length that share some are candidates."""

    word = models.ForeignKey(IndexedWord, on_delete=models.CASCADE, related_name="trigrams")
    trigram = models.CharField(max_length=3)
    length = models.PositiveSmallIntegerField()  # letters of the word

    class Meta:
        indexes = [models.Index(fields=["trigram", "length", "word"], name="trigram_by_length")]

    def __str__(self) -> str:
        return self.trigram


class TermForm(models.Model):
    """A row means: whoever types this (stems, or an unspaced word as it is) means the term; `word` is how the glossary writes it."""

    term = models.ForeignKey("languages.Term", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    word = models.CharField(max_length=200)
    form = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["form"], name="term_form"), models.Index(fields=["term"], name="term_form_of_term")]

    def __str__(self) -> str:
        return f"{self.form} ({self.language})"
