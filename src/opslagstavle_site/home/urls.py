from django.urls import path

from opslagstavle_site.home import views

app_name = "home"
urlpatterns = [path("", views.start, name="start")]
