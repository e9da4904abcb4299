from django.urls import path

from opslagstavle_site.notices import api, views

app_name = "notices"
urlpatterns = [
    path("opslag/", views.board, name="board"),
    path("opslag/nummer/", views.by_number, name="by_number"),
    path("opslag/<str:key>/", views.notice, name="notice"),
    path("opslag/<str:key>/original", views.original, name="original"),
    path("opslag/<str:key>/ocds.json", api.release_of_notice, name="release"),
    path("forloeb/<str:key>/ocds.json", api.releases_of_course, name="course_releases"),
    path("data/", views.open_data, name="open_data"),
    path("data/ocds.json", api.releases, name="releases"),
    path("data/opslag.jsonl", api.lines, name="lines"),
    path("forloeb/<str:key>/", views.procedure, name="procedure"),
    path("kilder/", views.sources, name="sources"),
    path("kilder/lagt-til-side/<int:pk>", views.set_aside, name="set_aside"),
    path("kilder.json", views.sources_json, name="sources_json"),
]
