from django.urls import path

from opslagstavle_site.home import views

app_name = "home"
urlpatterns = [
    path("", views.start, name="start"),
    path("sundhed", views.health, name="health"),
    path("sundhed/sider", views.health_of_pages, name="health_of_pages"),
]
