"""Choosing the body one acts for."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.access import seats_of


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Keep one appointment of the user's own as the one to act in, or all of them."""
    chosen = request.POST.get("appointment", "")
    own = {str(seat.appointment.pk): seat.appointment.pk for seat in seats_of(request.user)}  # type: ignore[arg-type]
    request.session["acting_in"] = own.get(chosen)
    following = request.POST.get("next", "/")
    allowed = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(following if allowed else "/")
