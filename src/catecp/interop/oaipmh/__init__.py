"""The catalogue for harvesters: OAI-PMH 2.0, with Dublin Core records of published courses."""
