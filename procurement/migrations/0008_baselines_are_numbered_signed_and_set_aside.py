# Nothing could make a baseline before this version, so the tables are empty and no column needs a value for old rows.

import django.contrib.postgres.functions
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_people_and_parties'),
        ('procurement', '0007_owners_state_how_sure_a_duration_is'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaselineSetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('set_at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
            options={
                'ordering': ['baseline_id'],
            },
        ),
        migrations.CreateModel(
            name='BaselineSetAsideEvent',
            fields=[
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_id', models.BigAutoField(primary_key=True, serialize=False)),
                ('pgh_xid', models.BigIntegerField(db_default=django.db.models.expressions.RawSQL('(pg_current_xact_id()::text)::bigint', ()), db_index=True)),
                ('pgh_actor', models.TextField(db_default=django.db.models.expressions.RawSQL("coalesce(current_setting('portal.actor', true), '')", ()))),
                ('pgh_reason', models.TextField(db_default=django.db.models.expressions.RawSQL("coalesce(current_setting('portal.reason', true), '')", ()))),
                ('pgh_request', models.TextField(db_default=django.db.models.expressions.RawSQL("coalesce(current_setting('portal.request', true), '')", ()))),
                ('pgh_at', models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ('id', models.BigIntegerField()),
                ('set_at', models.DateTimeField()),
                ('reason', models.TextField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AlterModelOptions(
            name='baseline',
            options={'ordering': ['deal_id', 'number']},
        ),
        migrations.AlterModelOptions(
            name='baselinesignature',
            options={'ordering': ['baseline_id', 'id']},
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baseline',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baseline',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baseline',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinemilestone',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinemilestone',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinemilestone',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinesignature',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinesignature',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='baselinesignature',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='baselinesignature',
            name='baseline_signed_once_a_party',
        ),
        migrations.AddField(
            model_name='baseline',
            name='number',
            field=models.PositiveIntegerField(),
        ),
        migrations.AddField(
            model_name='baseline',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.party'),
        ),
        migrations.AddField(
            model_name='baseline',
            name='taken_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='baselineevent',
            name='number',
            field=models.PositiveIntegerField(),
        ),
        migrations.AddField(
            model_name='baselineevent',
            name='party',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.party'),
        ),
        migrations.AddField(
            model_name='baselineevent',
            name='taken_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='baselinemilestone',
            name='uid',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name='baselinemilestoneevent',
            name='uid',
            field=models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name='baselinesignature',
            name='side',
            field=models.CharField(choices=[('seller', 'Seller'), ('buyer', 'Buyer'), ('supplier', 'Supplier'), ('third', 'Third party'), ('unstated', 'Other party')], max_length=10),
        ),
        migrations.AddField(
            model_name='baselinesignatureevent',
            name='side',
            field=models.CharField(choices=[('seller', 'Seller'), ('buyer', 'Buyer'), ('supplier', 'Supplier'), ('third', 'Third party'), ('unstated', 'Other party')], max_length=10),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baseline',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6fabf856fe270d3a88f5a4235178ac01625f96dd', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_53bdc', table='procurement_baseline', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baseline',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselineevent" ("deal_id", "id", "name", "note", "number", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id") VALUES (NEW."deal_id", NEW."id", NEW."name", NEW."note", NEW."number", NEW."party_id", NOW(), \'insert\', NEW."id", NEW."taken_at", NEW."taken_by_id"); RETURN NULL;', hash='4737e515db75187a528ecc4ca6054378ab36c8f9', operation='INSERT', pgid='pgtrigger_insert_insert_40642', table='procurement_baseline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baseline',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "procurement_baselineevent" ("deal_id", "id", "name", "note", "number", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id") VALUES (NEW."deal_id", NEW."id", NEW."name", NEW."note", NEW."number", NEW."party_id", NOW(), \'update\', NEW."id", NEW."taken_at", NEW."taken_by_id"); RETURN NULL;', hash='c3c1209fb49057f23949e2cefdc4ca60ceaa8b3a', operation='UPDATE', pgid='pgtrigger_update_update_f9b76', table='procurement_baseline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baseline',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselineevent" ("deal_id", "id", "name", "note", "number", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "taken_at", "taken_by_id") VALUES (OLD."deal_id", OLD."id", OLD."name", OLD."note", OLD."number", OLD."party_id", NOW(), \'delete\', OLD."id", OLD."taken_at", OLD."taken_by_id"); RETURN NULL;', hash='f630cc54dee92ee84f5c8abdb9bb918894f01706', operation='DELETE', pgid='pgtrigger_delete_delete_7d0f5', table='procurement_baseline', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinemilestone',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinemilestoneevent" ("baseline_id", "finish", "id", "milestone_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "uid") VALUES (NEW."baseline_id", NEW."finish", NEW."id", NEW."milestone_id", NOW(), \'insert\', NEW."id", NEW."start", NEW."uid"); RETURN NULL;', hash='5c7f1a775bc24503a631a0b836d57256ca6ed460', operation='INSERT', pgid='pgtrigger_insert_insert_2301a', table='procurement_baselinemilestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinemilestone',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "procurement_baselinemilestoneevent" ("baseline_id", "finish", "id", "milestone_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "uid") VALUES (NEW."baseline_id", NEW."finish", NEW."id", NEW."milestone_id", NOW(), \'update\', NEW."id", NEW."start", NEW."uid"); RETURN NULL;', hash='61c6524a31975722582839c075678e23a6c6b412', operation='UPDATE', pgid='pgtrigger_update_update_751d6', table='procurement_baselinemilestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinemilestone',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinemilestoneevent" ("baseline_id", "finish", "id", "milestone_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "start", "uid") VALUES (OLD."baseline_id", OLD."finish", OLD."id", OLD."milestone_id", NOW(), \'delete\', OLD."id", OLD."start", OLD."uid"); RETURN NULL;', hash='5d8ee79ae2bc79d4d761dfdaefe3a2602d9d8b8e', operation='DELETE', pgid='pgtrigger_delete_delete_b2a6d', table='procurement_baselinemilestone', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesignature',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinesignatureevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_at", "signed_by_id") VALUES (NEW."baseline_id", NEW."id", NEW."party_id", NOW(), \'insert\', NEW."id", NEW."side", NEW."signed_at", NEW."signed_by_id"); RETURN NULL;', hash='b4522c43d7c97a32284501ceb8c9ee3bbadf2765', operation='INSERT', pgid='pgtrigger_insert_insert_268fd', table='procurement_baselinesignature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesignature',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "procurement_baselinesignatureevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_at", "signed_by_id") VALUES (NEW."baseline_id", NEW."id", NEW."party_id", NOW(), \'update\', NEW."id", NEW."side", NEW."signed_at", NEW."signed_by_id"); RETURN NULL;', hash='efed5cb1918ce54231389cc2cc7d190ed0c1ecdc', operation='UPDATE', pgid='pgtrigger_update_update_eb778', table='procurement_baselinesignature', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesignature',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinesignatureevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "signed_at", "signed_by_id") VALUES (OLD."baseline_id", OLD."id", OLD."party_id", NOW(), \'delete\', OLD."id", OLD."side", OLD."signed_at", OLD."signed_by_id"); RETURN NULL;', hash='13e2935afc3c8b65fb1ebe090a6b1376d8c8a85a', operation='DELETE', pgid='pgtrigger_delete_delete_15d7e', table='procurement_baselinesignature', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.UniqueConstraint(fields=('deal', 'number'), name='baseline_number_once_a_deal'),
        ),
        migrations.AddConstraint(
            model_name='baseline',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='baseline_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='baselinesignature',
            constraint=models.UniqueConstraint(fields=('baseline', 'side'), name='baseline_signed_once_a_side'),
        ),
        migrations.AddConstraint(
            model_name='baselinesignature',
            constraint=models.CheckConstraint(condition=models.Q(('side__in', ('seller', 'buyer'))), name='baseline_signed_by_seller_or_buyer'),
        ),
        migrations.AddField(
            model_name='baselinesetaside',
            name='baseline',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside', to='procurement.baseline'),
        ),
        migrations.AddField(
            model_name='baselinesetaside',
            name='party',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.party'),
        ),
        migrations.AddField(
            model_name='baselinesetaside',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='baselinesetasideevent',
            name='baseline',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='procurement.baseline'),
        ),
        migrations.AddField(
            model_name='baselinesetasideevent',
            name='party',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='accounts.party'),
        ),
        migrations.AddField(
            model_name='baselinesetasideevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='procurement.baselinesetaside'),
        ),
        migrations.AddField(
            model_name='baselinesetasideevent',
            name='set_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='baselinesetaside',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='baseline_set_aside_with_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetaside',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d0672671ddcaaaca21a4e1f45aa4160bd25c4182', operation='UPDATE OR DELETE', pgid='pgtrigger_never_changed_39a5a', table='procurement_baselinesetaside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetaside',
            trigger=pgtrigger.compiler.Trigger(name='require_actor', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF coalesce(current_setting('portal.actor', true), '') = '' THEN\n            RAISE EXCEPTION 'a write to % needs an actor', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='4295bb4081e30a2f6b963e93fc56a15e98146971', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_require_actor_96663', table='procurement_baselinesetaside', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetaside',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinesetasideevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "set_by_id") VALUES (NEW."baseline_id", NEW."id", NEW."party_id", NOW(), \'insert\', NEW."id", NEW."reason", NEW."set_at", NEW."set_by_id"); RETURN NULL;', hash='b6013a326e055e906e93f20b628a0b1ced69cec0', operation='INSERT', pgid='pgtrigger_insert_insert_e4a51', table='procurement_baselinesetaside', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetaside',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "procurement_baselinesetasideevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "set_by_id") VALUES (NEW."baseline_id", NEW."id", NEW."party_id", NOW(), \'update\', NEW."id", NEW."reason", NEW."set_at", NEW."set_by_id"); RETURN NULL;', hash='65e753053d40d0ef913eb0fa3300fae88ceb8fb5', operation='UPDATE', pgid='pgtrigger_update_update_84ebb', table='procurement_baselinesetaside', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetaside',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "procurement_baselinesetasideevent" ("baseline_id", "id", "party_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "set_at", "set_by_id") VALUES (OLD."baseline_id", OLD."id", OLD."party_id", NOW(), \'delete\', OLD."id", OLD."reason", OLD."set_at", OLD."set_by_id"); RETURN NULL;', hash='b4b5d22861d98bef81e05186070958533f86e7d9', operation='DELETE', pgid='pgtrigger_delete_delete_0abc6', table='procurement_baselinesetaside', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='baselinesetasideevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='69ccefe6efd819ce3a158da46eef09cbf5970d48', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b4826', table='procurement_baselinesetasideevent', when='BEFORE')),
        ),
    ]
