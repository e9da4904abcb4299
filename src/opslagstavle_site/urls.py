"""Every address of the board. Each slice brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("opslagstavle_site.home.urls")),
    path("", include("opslagstavle_site.guide.urls")),
    path(
        "", include("opslagstavle_site.enterprises.urls")
    ),  # before matches, where any word is an enterprise's key
    path("", include("opslagstavle_site.matches.urls")),
    path("", include("opslagstavle_site.notices.urls")),
    path("", include("opslagstavle_site.accounts.urls")),
]
handler400 = "opslagstavle_site.web.errors.bad_request"
handler403 = "opslagstavle_site.web.errors.forbidden"
handler404 = "opslagstavle_site.web.errors.not_found"
handler500 = "opslagstavle_site.web.errors.server_error"
