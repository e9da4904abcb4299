from django.urls import path

from opslagstavle_site.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("soeg/", views.search, name="search"),
    path("om/", views.about, name="about"),
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("was/", views.was, name="was"),
    path("kort/", views.places_page, name="places"),
    path("tal/", views.figures_page, name="figures"),
    path("tal/<slug:name>.csv", views.figures_csv, name="figures_csv"),
]
