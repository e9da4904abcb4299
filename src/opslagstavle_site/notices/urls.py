from django.urls import path

from opslagstavle_site.notices import api, exports, views

app_name = "notices"
urlpatterns = [
    path("opslag/", views.board, name="board"),
    path("opslag/nummer/", views.by_number, name="by_number"),
    path("opslag/feed.atom", exports.feed, name="feed"),
    path("opslag/frister.ics", exports.deadlines, name="deadlines"),
    path("opslag/opslag.csv", exports.csv, name="csv"),
    path("opslag/opslag.xlsx", exports.xlsx, name="xlsx"),
    path("opslag/opslag.json", exports.as_json, name="json"),
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
