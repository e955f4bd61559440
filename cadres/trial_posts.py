"""Posts of cadres for trying a question of the regulations."""

from accounts.access import within
from accounts.models import User
from cadres.models import Posting
from decisions.regulations.posts import Post

MOST = 20


def posts(user: User, *, name: str = "", key: str = "") -> list[Post]:
    """Postings within the user's reach, by part of the cadre's name or by the posting's key."""
    rows = within(Posting.objects.select_related("cadre", "team__place"), user=user)
    rows = rows.filter(key=key) if key else rows.filter(cadre__name__contains=name)
    return [_post(row) for row in rows.order_by("cadre__pinyin", "-start", "pk")[:MOST]]


def _post(row: Posting) -> Post:
    facts = {"role": row.role, "dispatch_level": row.dispatch_level, "posted_from": row.start.isoformat()}
    label = f"{row.cadre.name}（{row.team.place.name}，{row.start:%Y年%-m月}起）"
    return Post(
        row.key, label, row.team.place_id, row.team.kind, {name: value for name, value in facts.items() if value}
    )
