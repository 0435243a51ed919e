from django.urls import path

from catecp.courses.views import reading, reviews

urlpatterns = [
    path("courses/<str:public_id>/edit/review/", reviews.ask, name="ask_review"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/by-link/<str:token>/", reading.by_link, name="read_by_link"),
    path("reviews/<str:public_id>/", reviews.review, name="review"),
    path("reviews/<str:public_id>/read/", reading.signed_in, name="read"),
    path("reviews/<str:public_id>/readers/", reviews.readers, name="review_readers"),
    path("reviews/<str:public_id>/decide/", reviews.decide, name="review_decide"),
    path("reviews/<str:public_id>/comments/", reviews.comment, name="review_comments"),
]
