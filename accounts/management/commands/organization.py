"""`manage.py organization CODE`: the first user of a place's organization department, who then makes all the others."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.access import in_force
from accounts.actions import give_password
from accounts.choices import Duty, Level
from accounts.forms import USERNAME
from accounts.grants import settle_grants
from accounts.models import Appointment, Body, Capacity, User
from policies.words import BODIES
from villages.choices import DivisionLevel
from villages.clock import today
from villages.models import Division

# The words in which the department of a place acts: the first makes it the department, the others where nobody else does.
KINDS = {
    DivisionLevel.COUNTY: (Level.COUNTY, ("county_org", "county_office")),
    DivisionLevel.CITY: (Level.CITY, ("city_org",)),
    DivisionLevel.PROVINCE: (Level.PROVINCE, ("unit_level_org",)),
}


class Command(BaseCommand):
    help = "为一个县（市、省）建立组织部和它的第一个用户，打印一次性密码。其余用户由其在页面上建立。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="12位区划代码，如 141028000000")
        parser.add_argument("username", help="登录名（字母、数字）")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--again", action="store_true", help="组织部已有负责人，仍再建一位")

    @transaction.atomic
    def handle(self, *args: Any, code: str, username: str, name: str, again: bool = False, **options: Any) -> None:
        place = Division.objects.filter(code=code).first()
        if place is None or place.level not in KINDS:
            raise CommandError(f"没有代码为 {code} 的县、市或省，请先导入区划，并核对12位代码。")
        username, name = username.strip(), name.strip()
        self._check(username, name)
        body = self._body(place)
        if not again and (head := self._head(body)):
            raise CommandError(
                f"{body}已有负责人 {head}（{head.username}），没有再建。忘记密码的，请由同级或上级组织部门重置；确需再建一位，请加 --again。"
            )
        user = User.objects.create_user(username, name=name, division=place)
        Appointment.objects.create(user=user, body=body, duty=Duty.HEAD, since=today())
        settle_grants([user])
        words = "、".join(BODIES[word] for word in body.capacities.order_by("pk").values_list("word", flat=True))
        self.stdout.write(f"机构 {body}，职能：{words}。")
        self.stdout.write(
            f"负责人 {name}，登录名 {username}，一次性密码 {give_password(user)}，首次登录须修改。"
            "其他用户和机构请由其登录后在“用户与任用”“机构与职能”中建立。"
        )

    def _check(self, username: str, name: str) -> None:
        try:
            USERNAME(username)
        except ValidationError as trouble:
            raise CommandError(f"登录名“{username}”不能用：{''.join(trouble.messages)}") from trouble
        if not 0 < len(name) <= 50:
            raise CommandError("姓名应为1至50个字，请核对。")
        if User.objects.filter(username__iexact=username).exists():
            raise CommandError(f"登录名 {username} 已有人用，请换一个。")

    def _head(self, body: Body) -> User | None:
        held = Appointment.objects.filter(in_force(today()), body=body, duty=Duty.HEAD, substitutes=None)
        first = held.filter(user__is_active=True).select_related("user").order_by("pk").first()
        return first.user if first else None

    def _body(self, place: Division) -> Body:
        level, (word, *further) = KINDS[DivisionLevel(place.level)]
        held = Capacity.objects.filter(word=word, place=place).select_related("body").first()
        body = held.body if held else self._new_body(place, level, word)
        for other in further:
            Capacity.objects.get_or_create(word=other, place=place, defaults={"body": body})
        return body

    def _new_body(self, place: Division, level: Level, word: str) -> Body:
        body, _ = Body.objects.get_or_create(
            name=f"中共{place.name}委组织部", division=place, defaults={"level": level}
        )
        Capacity.objects.create(body=body, word=word, place=place)
        return body
