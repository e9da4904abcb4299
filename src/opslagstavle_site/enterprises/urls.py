from django.urls import path

from opslagstavle_site.enterprises import desk, exports, views

app_name = "enterprises"
urlpatterns = [
    path("virksomheder/", views.enterprises, name="list"),
    path("virksomheder/feed.atom", exports.feed, name="feed"),
    path("virksomheder/virksomheder.csv", exports.csv, name="csv"),
    path("virksomheder/virksomheder.xlsx", exports.xlsx, name="xlsx"),
    path("virksomheder/virksomheder.json", exports.as_json, name="json"),
    path("virksomheder/skabelon.<str:form>", desk.template, name="template"),
    path("indgangen/lister/", desk.lists, name="lists"),
    path("indgangen/lister/registret.<str:form>", desk.register, name="register_file"),
    path("indgangen/lister/<int:pk>/", desk.list_import, name="list_import"),
    path("indgangen/lister/<int:pk>/fejl.csv", desk.list_faults, name="list_faults"),
]
