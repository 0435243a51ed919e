"""The parts pages are made of. A builtin library: templates need no `load`."""

from catecp.web.templatetags import figures, frame, ladders, lists, names, register_all

register = register_all(frame, names, figures, lists, ladders)
