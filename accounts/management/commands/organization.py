"""`manage.py organization CODE`: the first user of a place's organization department, who then makes all the others."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.actions import give_password
from accounts.choices import Duty, Level
from accounts.grants import settle_grants
from accounts.models import Appointment, Body, Capacity, User
from villages.choices import DivisionLevel
from villages.clock import today
from villages.models import Division

KINDS = {
    DivisionLevel.COUNTY: (Level.COUNTY, "county_org"),
    DivisionLevel.CITY: (Level.CITY, "city_org"),
    DivisionLevel.PROVINCE: (Level.PROVINCE, "unit_level_org"),
}


class Command(BaseCommand):
    help = "为一个县（市、省）建立组织部和它的第一个用户，打印一次性密码。其余用户由其在页面上建立。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="12位区划代码，如 141028000000")
        parser.add_argument("username", help="登录名")
        parser.add_argument("name", help="姓名")

    @transaction.atomic
    def handle(self, *args: Any, code: str, username: str, name: str, **options: Any) -> None:
        place = Division.objects.filter(code=code).first()
        if place is None or place.level not in KINDS:
            raise CommandError(f"没有代码为 {code} 的县、市或省，请先导入区划，并核对12位代码。")
        if User.objects.filter(username=username).exists():
            raise CommandError(f"登录名 {username} 已有人用，请换一个。")
        user = User.objects.create_user(username, name=name, division=place)
        Appointment.objects.create(user=user, body=self._body(place), duty=Duty.HEAD, since=today())
        settle_grants([user])
        self.stdout.write(f"登录名 {username}，一次性密码 {give_password(user)}，首次登录须修改。")

    def _body(self, place: Division) -> Body:
        level, word = KINDS[DivisionLevel(place.level)]
        held = Capacity.objects.filter(word=word, place=place).select_related("body").first()
        if held is not None:
            return held.body
        body, _ = Body.objects.get_or_create(
            name=f"中共{place.name}委组织部", division=place, defaults={"level": level}
        )
        Capacity.objects.create(body=body, word=word, place=place)
        return body
