from django.urls import path
from django.views.i18n import set_language

from opslagstavle_site.accounts import views

app_name = "accounts"
urlpatterns = [
    path("log-ind/", views.login_page, name="login"),
    path("log-ind/<str:secret>/", views.login_by_link, name="login_by_link"),
    path("log-ud/", views.log_out, name="logout"),
    path("adgange/", views.tokens, name="tokens"),
    path("adgange/<int:pk>/", views.revoke_token, name="revoke_token"),
    path("sprog/", set_language, name="set_language"),
]
