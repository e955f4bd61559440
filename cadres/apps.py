from django.apps import AppConfig


class CadresConfig(AppConfig):
    name = "cadres"
    verbose_name = "驻村干部"

    def ready(self) -> None:
        from accounts.kinds_of_user import introduce
        from accounts.menu import Entry, enter
        from cadres.logins import KIND
        from cadres.parties import places_served
        from cadres.trial_posts import posts
        from decisions.queries import posted_at
        from decisions.regulations.posts import register

        posted_at(places_served)
        introduce(KIND)
        register(posts)
        keeps = ("county_org", "region_office")
        enter(
            Entry(
                "台账导入",
                "ledger_imports",
                "file-import",
                group="驻村管理",
                order=12,
                shown=lambda reach: any(seat.works and seat.words.intersection(keeps) for seat in reach.seats),
            ),
            Entry(
                "离任人员个人信息",
                "leavers",
                "shield-lock",
                group="系统",
                order=60,
                shown=lambda reach: any(seat.works and "county_org" in seat.words for seat in reach.seats),
            ),
            Entry("驻村干部", "cadres", "users", group="驻村管理", order=10, shown=lambda reach: bool(reach.seats)),
            Entry(
                "派出单位", "units", "building", group="驻村管理", order=16, shown=lambda reach: bool(reach.prefixes)
            ),
        )
