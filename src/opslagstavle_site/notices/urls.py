from django.urls import path

from opslagstavle_site.notices import views

app_name = "notices"
urlpatterns = [
    path("opslag/", views.board, name="board"),
    path("opslag/<str:key>/", views.notice, name="notice"),
    path("kilder/", views.sources, name="sources"),
    path("kilder.json", views.sources_json, name="sources_json"),
]
