from django.urls import path

from catecp.languages.views import desk, drafts, exchange, films, glossary

app_name = "languages"

urlpatterns = [
    path("translate/", desk.bodies, name="bodies"),
    path("translate/<str:public_id>/<str:language>/", desk.desk, name="desk"),
    path("translate/<str:public_id>/<str:language>/save/", desk.save, name="save"),
    path("translate/<str:public_id>/<str:language>/act/", desk.act, name="act"),
    path("translate/<str:public_id>/<str:language>/many/", desk.many, name="many"),
    path("translate/<str:public_id>/<str:language>/note/", desk.note, name="note"),
    path("translate/<str:public_id>/<str:language>/file/", exchange.export, name="export"),
    path("translate/<str:public_id>/<str:language>/bring/", exchange.bring, name="bring"),
    path("translate/<str:public_id>/<str:language>/films/", films.films, name="films"),
    path("translate/<str:public_id>/<str:language>/drafts/", drafts.drafts, name="drafts"),
    path("glossary/", glossary.glossary, name="glossary"),
    path("glossary/file/", glossary.export, name="glossary_file"),
    path("glossary/new/", glossary.add, name="add_term"),
    path("glossary/<slug:key>/", glossary.term, name="term"),
    path("glossary/<slug:key>/edit/", glossary.edit, name="edit_term"),
    path("glossary/<slug:key>/picture/", glossary.picture, name="term_picture"),
    path("glossary/words/<int:pk>/review/", glossary.review, name="review_word"),
    path("glossary/words/<int:pk>/audio/", glossary.audio, name="word_audio"),
]
