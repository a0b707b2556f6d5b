"""Sign-in backend: allauth's, but the person comes with the party in one statement."""

from allauth.account.auth_backends import AuthenticationBackend

from portal.accounts.models import User


class PartyBackend(AuthenticationBackend):  # type: ignore[misc]
    """Loads the signed-in person together with the party, which every page asks for."""

    def get_user(self, user_id: int) -> User | None:
        person = User.objects.select_related("party").filter(pk=user_id).first()
        return person if person and self.user_can_authenticate(person) else None
