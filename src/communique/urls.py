"""All addresses."""

from django.urls import include, path

from communique.api.brackets import router as brackets
from communique.api.comments import router as comments
from communique.api.delegations import router as delegations
from communique.api.entrance import api
from communique.api.meetings import router as meetings
from communique.api.texts import router as texts
from communique.web.entering import single_sign_on

api.add_router("", texts)
api.add_router("", brackets)
api.add_router("", comments)
api.add_router("", delegations)
api.add_router("", meetings)

urlpatterns = [
    path("api/", api.urls),
    path("accounts/oidc/<str:provider_id>/login/", single_sign_on),
    path("accounts/", include("allauth.urls")),
    path("", include("communique.web.urls")),
]
