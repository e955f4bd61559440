"""Local files that stand and that do not."""

HEADING = (
    'code = "{code}"\ntitle = "阜平县驻村干部管理细则（虚构）"\nbase = "hebei"\neffective = 2018-10-01\n'
    'places = ["{place}"]\narticles = 0\n\n[[rule]]\n'
)
STRICTER = (
    'kind = "presence_minimum"\narticle = "5"\ngist = "每月26天"\nreplaces = "5/presence_minimum"\n'
    'window = "month"\nmeasures = [{ unit = "day", days = 26 }]\n'
)
LAXER = STRICTER.replace("26", "20")
ROUTE = (
    'kind = "leave_route"\narticle = "19.2"\ngist = "队员请假三天以内都由队长批"\nreplaces = "19.2/leave_route"\n'
    'authority = "阜办字〔2018〕9号（虚构）"\nroles = ["member"]\nbands = [{ upto = 3, steps = [{ body = "team_leader" }] },'
    ' { over = 3, steps = [{ body = "county_office" }] }]\n'
)


def local_file(rule: str = STRICTER, *, code: str = "fuping", place: str = "130624") -> str:
    return HEADING.format(code=code, place=place) + rule
