from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_words_of_passwords"),
    ]

    operations = [
        migrations.AlterField(
            model_name="capacity",
            name="word",
            field=models.CharField(
                choices=[
                    ("team_leader", "队长"),
                    ("township", "乡镇党委"),
                    ("county_office", "县驻村工作领导小组办公室"),
                    ("county_org", "县委组织部"),
                    ("county_poverty", "县扶贫办"),
                    ("county_secretary", "旗县委书记"),
                    ("city_office", "市干部帮扶办"),
                    ("city_org", "市委组织部"),
                    ("region_office", "自治区工作队管理办公室"),
                    ("region_liaison", "联络考评组"),
                    ("unit", "派出单位"),
                    ("unit_hr", "派出单位人事部门"),
                    ("unit_level_org", "派出单位同级组织部门"),
                    ("unit_level_office", "派出单位同级干部帮扶办"),
                    ("cadre", "驻村干部本人"),
                ],
                max_length=20,
                verbose_name="职能",
            ),
        ),
    ]
