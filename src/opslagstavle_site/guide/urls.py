from django.urls import path

from opslagstavle_site.guide import exports, views

app_name = "guide"
urlpatterns = [
    path("regler/", views.rules, name="rules"),
    path("regler/<slug:key>.pdf", exports.pdf, name="pdf"),
    path("regler/<slug:key>/", views.rule, name="rule"),
]
