"""One file per kind of mistake; each exports `check(document) -> list[Finding]`, pure and blind to the others."""
