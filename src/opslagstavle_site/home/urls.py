from django.urls import URLPattern, include, path

from opslagstavle_site.home import health, views
from opslagstavle_site.home.api import api, api_page, nothing_here, openapi

app_name = "home"
OPERATIONS = [each for each in api.urls[0] if not (isinstance(each, URLPattern) and each.name == "api-root")]
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
    path("api/", api_page, name="api"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", nothing_here, name="api_root"),
    path("api/v1/", include((OPERATIONS, "api"))),
    path("api/v1/<path:rest>", nothing_here, name="nothing_here"),
]
