from django.urls import path

from opslagstavle_site.guide import exports, views

app_name = "guide"
urlpatterns = [
    path("regler/", views.rules, name="rules"),
    path("regler/hvad-nu-hvis/", views.simulation, name="simulation"),
    path("regler/hvad-nu-hvis.csv", exports.simulation_csv, name="simulation_csv"),
    path("regler/<slug:key>.pdf", exports.pdf, name="pdf"),
    path("regler/<slug:key>/", views.rule, name="rule"),
]
