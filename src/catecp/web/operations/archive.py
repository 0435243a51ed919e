"""One archive holds the whole platform: every table, every file, and the figures by which a restore is checked.

The archive is the same for SQLite and PostgreSQL, so it also moves an installation from one to the other. Rows are read as the
models of the migrations named in the manifest, so an older archive is restored first and migrated afterwards.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor

from catecp.events.models import Event
from catecp.insights.queries import headline_figures
from catecp.kernel.errors import Refused

FORMAT = 1
BATCH = 500
# Made anew by the program itself, or of no use elsewhere.
LEFT_OUT = {
    "contenttypes.contenttype",
    "auth.permission",
    "sessions.session",
    "languages.indexeddocument",
    "languages.indexedword",
    "languages.wordtrigram",
    "languages.termform",
    "courses.catalogueentry",
}


class NotAnArchive(Refused):
    """The file is not a backup of ours, or is damaged."""


class NotEmpty(Refused):
    """The database already holds records."""


class DoesNotMatch(Refused):
    """After the restore a count or a figure differs from the archive's."""


def kept_models() -> list[type[models.Model]]:
    """Every table that goes into an archive, in a stable order."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.label_lower not in LEFT_OUT]
    return sorted(
        (model for model in found if model._meta.managed and not model._meta.proxy), key=lambda model: model._meta.label_lower
    )


def figures_now() -> dict[str, dict[str, list]]:
    """{event slug: {figure: [value, check code]}}: what must be the same after a restore."""
    return {
        event.slug: {figure.name: [figure.value, figure.check_code] for figure in headline_figures(event).figures}
        for event in Event.objects.order_by("pk")
    }


def write_archive(target: Path, *, at: datetime) -> dict[str, Any]:
    """Write the archive beside its final name and rename it when it is whole. Returns the manifest."""
    partial = target.with_name(target.name + ".part")
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.transaction_mode = "DEFERRED"  # type: ignore[attr-defined]  # a reader in WAL mode; nobody waits for the backup
    with transaction.atomic(), zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        counts = {model._meta.label_lower: _write_table(archive, model) for model in kept_models()}
        manifest = {
            "format": FORMAT,
            "made_at": at.isoformat(),
            "migrations": migrations_applied(),
            "counts": counts,
            "figures": figures_now(),
            "files": _write_files(archive),
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    partial.replace(target)
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> int:
    names = [field.attname for field in model._meta.concrete_fields]
    count = 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w", force_zip64=True) as file:
        file.write((json.dumps(names) + "\n").encode())
        for row in model._default_manager.order_by("pk").values_list(*names).iterator(chunk_size=2000):
            values = [value.to_json() if hasattr(value, "to_json") else value for value in row]
            file.write((json.dumps(values, cls=_Encoder, ensure_ascii=False) + "\n").encode())
            count += 1
    return count


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, (bytes, memoryview)):
            return bytes(o).hex()
        if isinstance(o, datetime):
            return o.isoformat()  # Django's own cuts microseconds off
        return super().default(o)


def _write_files(archive: zipfile.ZipFile) -> dict[str, int]:
    found = {}
    for path in sorted(Path(settings.MEDIA_ROOT).glob("??/*")):
        if len(path.name) == 64:
            archive.write(path, f"files/{path.name}", compress_type=zipfile.ZIP_STORED)
            found[path.name] = path.stat().st_size
    return found


def migrations_applied() -> list[list[str]]:
    return sorted([app, name] for app, name in MigrationExecutor(connection).loader.applied_migrations)


def read_archive(source: Path) -> dict[str, Any]:
    """Bring the archive into an empty database. Either everything is there afterwards, or nothing is. Returns the manifest."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise NotAnArchive(f"This archive has format {manifest.get('format')}; this program reads format {FORMAT}.")
            _refuse_full_database()
            historical = _migrate_to(manifest["migrations"])
            _read_files(archive, manifest["files"])
            with transaction.atomic(), connection.constraint_checks_disabled():
                for label in manifest["counts"]:
                    _read_table(archive, label, historical)
                connection.check_constraints()
                _compare(manifest["counts"], historical)
    except (zipfile.BadZipFile, KeyError, json.JSONDecodeError, FileNotFoundError) as error:
        raise NotAnArchive(
            f"{source} is not a backup made by this program, or it is damaged ({type(error).__name__})."
        ) from error
    _set_sequences()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("reindex", verbosity=0)
    if figures_now() != manifest["figures"]:
        raise DoesNotMatch("The records are there, but their figures differ from the archive's. Do not use this copy; tell us.")
    return manifest


def _refuse_full_database() -> None:
    tables = set(connection.introspection.table_names())
    for model in kept_models():
        if model._meta.db_table in tables and model._default_manager.exists():
            raise NotEmpty(f"The database already holds {model._meta.verbose_name_plural}. Restore into an empty one.")


def _migrate_to(wanted: list[list[str]]) -> Any:
    """Bring an empty database to the archive's migrations; returns the models of that time."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    missing = [f"{app}.{name}" for app, name in wanted if (app, name) not in known and app in executor.loader.migrated_apps]
    if missing:
        raise NotAnArchive(f"The archive is of a newer version: it needs {missing[0]}. Upgrade this installation first.")
    asked = {(app, name) for app, name in wanted}
    targets = [node for node in executor.loader.graph.nodes if node in asked and not _has_later(executor, node, asked)]
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def _has_later(executor: MigrationExecutor, node: tuple[str, str], asked: set[tuple[str, str]]) -> bool:
    return any(child.key in asked and child.key[0] == node[0] for child in executor.loader.graph.node_map[node].children)


def _read_files(archive: zipfile.ZipFile, files: dict[str, int]) -> None:
    """Each file is checked against its name, which is its SHA-256, before it takes its place."""
    for sha256 in files:
        folder = Path(settings.MEDIA_ROOT) / sha256[:2]
        folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with archive.open(f"files/{sha256}") as incoming, tempfile.NamedTemporaryFile(dir=folder, delete=False) as outgoing:
            while chunk := incoming.read(1 << 20):
                digest.update(chunk)
                outgoing.write(chunk)
        if digest.hexdigest() != sha256:
            Path(outgoing.name).unlink()
            raise NotAnArchive(f"The file {sha256[:12]}… in the archive is damaged.")
        Path(outgoing.name).replace(folder / sha256)


def _read_table(archive: zipfile.ZipFile, label: str, historical: Any) -> None:
    model = historical.get_model(label)
    with archive.open(f"tables/{label}.jsonl") as file:
        fields = {field.attname: field for field in model._meta.concrete_fields}
        used = [fields[name] for name in json.loads(file.readline())]
        for rows in _batches(file):
            model._default_manager.bulk_create([_instance(model, used, row) for row in rows])


def _batches(file: Any) -> Iterator[list[list]]:
    batch: list[list] = []
    for line in file:
        batch.append(json.loads(line))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _instance(model: Any, fields: list, row: list) -> models.Model:
    values = {}
    for field, value in zip(fields, row, strict=True):
        if isinstance(field, models.BinaryField) and value is not None:
            value = bytes.fromhex(value)
        target = field.target_field if field.is_relation else field
        values[field.attname] = target.to_python(value) if value is not None else None
    return model(**values)


def _compare(counts: dict[str, int], historical: Any) -> None:
    for label, count in counts.items():
        found = historical.get_model(label)._default_manager.count()
        if found != count:
            raise DoesNotMatch(f"{label}: {count} rows in the archive, {found} restored. Nothing was kept.")


def _set_sequences() -> None:
    """New rows must not reuse the ids of restored ones."""
    statements = connection.ops.sequence_reset_sql(no_style(), kept_models())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def default_name(at: datetime) -> str:
    return f"catecp-{at.astimezone(UTC):%Y%m%d-%H%M%S}.zip"
