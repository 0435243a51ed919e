"""Tags by what they show; `components` is the one library of all."""

from types import ModuleType

from django.template import Library


def register_all(*modules: ModuleType) -> Library:
    library = Library()
    for module in modules:
        library.tags.update(module.register.tags)
        library.filters.update(module.register.filters)
    return library
