from django.urls import path

from opslagstavle_site.enterprises import views

app_name = "enterprises"
urlpatterns = [path("virksomheder/", views.enterprises, name="list")]
