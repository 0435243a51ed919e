"""A total is a named, defined query. `registry` holds the names; one file per subject defines them."""
