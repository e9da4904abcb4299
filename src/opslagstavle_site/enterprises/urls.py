from django.urls import path

from opslagstavle_site.enterprises import entrance, views

app_name = "enterprises"
urlpatterns = [
    path("virksomheder/", views.enterprises, name="list"),
    path("virksomheder/tilfoej/", views.add, name="add"),
    path("virksomheder/forslag/<str:secret>/", views.proposal, name="proposal"),
    path("virksomheder/forslag/<str:secret>/ret/", views.edit_proposal, name="edit_proposal"),
    path("virksomheder/<slug:key>/ret/", views.edit, name="edit"),
    path("virksomheder/<slug:key>/historik/", views.history, name="history"),
    path("virksomheder/<slug:key>/historik/<int:pk>/", views.take_back, name="take_back"),
    path("virksomheder/<slug:key>/bekraeft/", views.confirm, name="confirm"),
    path("virksomheder/<slug:key>/henvendelse/", views.ask, name="ask"),
    path("indgangen/", entrance.overview, name="entrance"),
    path("indgangen/lister/<slug:which>/", entrance.listing, name="entrance_list"),
    path("indgangen/virksomheder/<slug:key>/", entrance.entry, name="entrance_entry"),
    path("indgangen/henvendelser/<int:pk>/", entrance.handle, name="handle_request"),
]
