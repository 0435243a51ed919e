"""Addresses below /events/<slug>/check-in/; included by urls.py, so their names are `events:checkin…`."""

from django.urls import path

from catecp.events.views import checkin

urlpatterns = [
    path("", checkin.scanner, name="checkin"),
    path("worker.js", checkin.worker, name="checkin_worker"),
    path("list/", checkin.door_list, name="checkin_list"),
    path("scans/", checkin.scans, name="checkin_scans"),
    path("devices/", checkin.device, name="checkin_device"),
    path("devices/<str:public_id>/", checkin.device_state, name="checkin_device_state"),
    path("by-hand/", checkin.by_hand, name="checkin_by_hand"),
    path("overview/", checkin.overview, name="checkin_overview"),
    path("checkpoints/", checkin.checkpoint, name="checkin_checkpoint"),
    path("checkpoints/<str:public_id>/", checkin.checkpoint_name, name="checkin_checkpoint_name"),
]
