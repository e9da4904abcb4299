from django.urls import path

from opslagstavle_site.matches import views

app_name = "matches"
urlpatterns = [
    path("opslag/<str:key>/<str:number>/", views.lot, name="lot"),
    path("opslag/<str:key>/<str:number>/<slug:enterprise>/", views.match, name="match"),
    path("virksomheder/<slug:key>/", views.enterprise, name="enterprise"),
]
