from django.db import migrations

# The database's own full text over tokens made by us (searching/tokens.py): neither cuts, folds nor stems anything itself.
CREATE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE languages_searchtokens"
        " USING fts5(tokens, tokenize = \"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
    ],
    "postgresql": [
        "CREATE TABLE languages_searchtokens (document bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX languages_searchtokens_gin ON languages_searchtokens USING gin (tokens)",
    ],
}


def create(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE languages_searchtokens")


class Migration(migrations.Migration):
    dependencies = [("languages", "0003_search_index")]
    operations = [migrations.RunPython(create, drop)]
