"""Plain tables for a spreadsheet, where no layout is asked for."""

from import_export import fields
from import_export.resources import ModelResource
from import_export.widgets import IntegerWidget

from accounts.files.workbooks.inert import inert
from accounts.models import Body

FIGURE = IntegerWidget(coerce_to_string=False)


class UnitResource(ModelResource):
    """Dispatching units, one a row. The queryset carries the figures of `queries.dispatching_units`."""

    name = fields.Field("name", column_name="单位名称")
    aliases = fields.Field("aliases", column_name="别名")
    level = fields.Field("get_level_display", column_name="级别")
    place = fields.Field("division__name", column_name="所在地")
    on_post = fields.Field("on_post", column_name="在任", widget=FIGURE)
    places = fields.Field("places", column_name="驻地", widget=FIGURE)
    left = fields.Field("left", column_name="曾派出", widget=FIGURE)

    class Meta:
        model = Body
        fields = ("name", "aliases", "level", "place", "on_post", "places", "left")
        export_order = fields

    def dehydrate_name(self, unit: Body) -> str:
        return inert(unit.name)

    def dehydrate_aliases(self, unit: Body) -> str:
        return inert("、".join(unit.aliases))

    def dehydrate_level(self, unit: Body) -> str:
        return unit.get_level_display()
