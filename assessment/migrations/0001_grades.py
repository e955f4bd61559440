import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cadres', '0002_ledgers_in_and_out'),
        ('decisions', '0002_steps_decided_on_paper'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, choices=[(1, '一季度'), (2, '二季度'), (3, '三季度'), (4, '四季度')], null=True, verbose_name='季度')),
                ('grade', models.CharField(choices=[('excellent', '优秀'), ('good', '良好'), ('average', '一般'), ('poor', '差（较差）'), ('competent', '称职（合格）'), ('basic', '基本称职（基本合格）'), ('incompetent', '不称职（不合格）')], max_length=12, verbose_name='等次')),
                ('facts', models.JSONField(default=dict, verbose_name='事实')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('set_at', models.DateTimeField()),
                ('posting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cadres.posting')),
                ('ruling', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decisions.ruling')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': '考核',
                'verbose_name_plural': '考核',
                'ordering': ['-year', 'quarter'],
            },
        ),
        migrations.CreateModel(
            name='AssessmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, choices=[(1, '一季度'), (2, '二季度'), (3, '三季度'), (4, '四季度')], null=True, verbose_name='季度')),
                ('grade', models.CharField(choices=[('excellent', '优秀'), ('good', '良好'), ('average', '一般'), ('poor', '差（较差）'), ('competent', '称职（合格）'), ('basic', '基本称职（基本合格）'), ('incompetent', '不称职（不合格）')], max_length=12, verbose_name='等次')),
                ('facts', models.JSONField(default=dict, verbose_name='事实')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('set_at', models.DateTimeField()),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='assessment.assessment')),
                ('posting', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='cadres.posting')),
                ('ruling', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='decisions.ruling')),
                ('set_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(fields=('posting', 'year', 'quarter'), name='one_grade_per_posting_and_period', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__isnull', True), ('quarter__range', (1, 4)), _connector='OR'), name='quarter_1_to_4'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__isnull', False), ('ruling__isnull', False), _connector='OR'), name='years_grade_has_a_ruling'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "assessment_assessmentevent" ("facts", "grade", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "quarter", "reason", "ruling_id", "set_at", "set_by_id", "year") VALUES (NEW."facts", NEW."grade", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."posting_id", NEW."quarter", NEW."reason", NEW."ruling_id", NEW."set_at", NEW."set_by_id", NEW."year"); RETURN NULL;', hash='b3a174bc11fc4a06da087ab0aac967983940803c', operation='INSERT', pgid='pgtrigger_insert_insert_a386a', table='assessment_assessment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='assessment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "assessment_assessmentevent" ("facts", "grade", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "posting_id", "quarter", "reason", "ruling_id", "set_at", "set_by_id", "year") VALUES (NEW."facts", NEW."grade", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."posting_id", NEW."quarter", NEW."reason", NEW."ruling_id", NEW."set_at", NEW."set_by_id", NEW."year"); RETURN NULL;', hash='9b429ba26b8cf071bfd39452f505848b214350fe', operation='UPDATE', pgid='pgtrigger_update_update_9e654', table='assessment_assessment', when='AFTER')),
        ),
    ]
