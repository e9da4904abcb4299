from django.urls import include, path

from opslagstavle_site.home import health, views
from opslagstavle_site.home.api import api, nothing_here, openapi

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("soeg/", views.search, name="search"),
    path("om/", views.about, name="about"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("was/", views.was, name="was"),
    path("sundhed", health.health, name="health"),
    path("sundhed/sider", health.health_of_pages, name="health_of_pages"),
    path("kort/", views.places_page, name="places"),
    path("tal/", views.figures_page, name="figures"),
    path("tal/<slug:name>.csv", views.figures_csv, name="figures_csv"),
    path("api/", views.api_page, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include((api.urls[0], "api"))),
    path("api/v1/<path:rest>", nothing_here, name="nothing_here"),
]
