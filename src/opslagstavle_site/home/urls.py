from django.urls import path

from opslagstavle_site.home import api, views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("sundhed", api.health, name="health"),
    path("sundhed/sider", api.health_of_pages, name="health_of_pages"),
    path("kort/", views.places_page, name="places"),
    path("tal/", views.figures_page, name="figures"),
    path("tal/<slug:name>.csv", views.figures_csv, name="figures_csv"),
]
