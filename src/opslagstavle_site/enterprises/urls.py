from django.urls import path

from opslagstavle_site.enterprises import desk, doubles, entering, entrance, exports, views

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
    path("virksomheder/tilfoej/", entering.add, name="add"),
    path("virksomheder/forslag/<str:secret>/", entering.proposal, name="proposal"),
    path("virksomheder/forslag/<str:secret>/ret/", entering.edit_proposal, name="edit_proposal"),
    path("virksomheder/<slug:key>/ret/", entering.edit, name="edit"),
    path("virksomheder/<slug:key>/historik/", views.history, name="history"),
    path("virksomheder/<slug:key>/historik/<int:pk>/", views.take_back, name="take_back"),
    path("virksomheder/<slug:key>/bekraeft/", views.confirm, name="confirm"),
    path("virksomheder/<slug:key>/henvendelse/", views.ask, name="ask"),
    path("indgangen/", entrance.overview, name="entrance"),
    path("indgangen/venter/<slug:which>/", entrance.listing, name="entrance_list"),
    path("indgangen/virksomheder/<slug:key>/", entrance.entry, name="entrance_entry"),
    path("indgangen/henvendelser/<int:pk>/", entrance.handle, name="handle_request"),
    path("indgangen/dubletter/", doubles.duplicates, name="duplicates"),
    path("indgangen/dubletter/<int:one>/<int:other>/", doubles.pair, name="pair"),
    path("indgangen/dubletter/fortryd/<int:pk>/", doubles.unmerge, name="unmerge"),
]
