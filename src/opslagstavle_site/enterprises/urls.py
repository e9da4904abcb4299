from django.urls import path

from opslagstavle_site.enterprises import exports, views

app_name = "enterprises"
urlpatterns = [
    path("virksomheder/", views.enterprises, name="list"),
    path("virksomheder/feed.atom", exports.feed, name="feed"),
    path("virksomheder/virksomheder.csv", exports.csv, name="csv"),
    path("virksomheder/virksomheder.xlsx", exports.xlsx, name="xlsx"),
    path("virksomheder/virksomheder.json", exports.as_json, name="json"),
]
