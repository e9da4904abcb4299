from django.urls import path

from opslagstavle_site.notices import views

app_name = "notices"
urlpatterns = [
    path("opslag/", views.board, name="board"),
    path("opslag/nummer/", views.by_number, name="by_number"),
    path("opslag/<str:key>/", views.notice, name="notice"),
    path("opslag/<str:key>/original", views.original, name="original"),
    path("forloeb/<str:key>/", views.procedure, name="procedure"),
    path("kilder/", views.sources, name="sources"),
    path("kilder/lagt-til-side/<int:pk>", views.set_aside, name="set_aside"),
]
