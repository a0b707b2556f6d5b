"""The database notes each change with who and why, and refuses what would falsify the record."""

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from portal.accounts.models import Party
from portal.history.grants import apply_grants
from portal.history.writing import Actor, writing
from tests.support.database import owner_link

CLERK = Actor("user:clerk")
PartyEvent = apps.get_model("accounts", "PartyEvent")


def _party(code: str) -> Party:
    return Party.objects.create(code=code, name_en="Test", name_uk="Тест", side="third")


def test_who_owns_the_tables_is_not_robbed_of_them(db: None) -> None:
    role = connection.settings_dict["USER"]
    asked = "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = %s"
    with connection.cursor() as cursor:
        cursor.execute(asked, [role])
        before = cursor.fetchone()
        assert apply_grants(role=role) == 0
        cursor.execute(asked, [role])
        assert cursor.fetchone() == before != (0,)


def test_a_write_is_noted_with_who_why_and_transaction(db: None) -> None:
    with writing(by=CLERK, reason="new ally"):
        party = _party("T-1")
    event = PartyEvent.objects.get(pgh_obj_id=party.pk)
    assert (event.pgh_label, event.pgh_actor, event.pgh_reason) == ("insert", "user:clerk", "new ally")
    assert event.pgh_xid > 0


def test_history_survives_deletion(db: None) -> None:
    with writing(by=CLERK, reason="mistake"):
        party = _party("T-2")
        key = party.pk
        party.delete()
    assert list(PartyEvent.objects.filter(pgh_obj_id=key).values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_a_write_without_actor_is_refused_and_changes_nothing(db: None) -> None:
    before = Party.objects.count()
    with pytest.raises(DatabaseError, match="needs an actor"), transaction.atomic():
        _party("T-3")
    assert Party.objects.count() == before


def test_history_is_never_changed(db: None) -> None:
    with writing(by=CLERK, reason="new"):
        _party("T-4")
    before = list(PartyEvent.objects.values())
    for statement in ("UPDATE accounts_partyevent SET pgh_actor = 'x'", "DELETE FROM accounts_partyevent"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert list(PartyEvent.objects.values()) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE catalog_claim SET high = 1",
        "DELETE FROM catalog_claim",
        "TRUNCATE catalog_claim CASCADE",
        "ALTER TABLE catalog_claim DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "DELETE FROM procurement_deal",
        "DELETE FROM procurement_milestone",
        "DELETE FROM procurement_term",
        "DELETE FROM procurement_order",
        "DELETE FROM procurement_payment",
        "DELETE FROM procurement_proposal",
        "DELETE FROM procurement_termversion",
        "DELETE FROM reports_report",
        "UPDATE procurement_milestonestatement SET reason = ''",
        "UPDATE procurement_proposalchange SET new = old",
        "UPDATE procurement_milestoneevent SET pgh_reason = ''",
        "DELETE FROM procurement_engagement",
        "DELETE FROM catalog_source",
        "INSERT INTO accounts_partyevent SELECT * FROM accounts_partyevent",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS ''",
        "SET ROLE postgres",
    ],
)
def test_the_web_role_cannot_touch_statements_or_triggers_and_deletes_no_record(db: None, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', 'user:thief', true)")
        cursor.execute(statement)


def test_no_table_of_the_same_name_catches_the_history(db: None) -> None:
    with writing(by=CLERK, reason="unseen"), connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE accounts_partyevent (LIKE public.accounts_partyevent) ON COMMIT DROP")
        party = _party("T-5")
        cursor.execute("DROP TABLE pg_temp.accounts_partyevent")
    assert PartyEvent.objects.get(pgh_obj_id=party.pk).pgh_reason == "unseen"


def test_even_the_owner_cannot_delete_what_is_kept(db: None) -> None:
    with owner_link() as link, link.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', 'user:owner', true)")
        with pytest.raises(psycopg2.DatabaseError, match="never_deleted"):
            cursor.execute("DELETE FROM procurement_payment WHERE id = (SELECT min(id) FROM procurement_payment)")


def test_even_the_owner_cannot_update_a_claim(db: None) -> None:
    with owner_link() as link, link.cursor() as cursor:
        cursor.execute("SELECT set_config('portal.actor', 'user:owner', true)")
        with pytest.raises(psycopg2.DatabaseError, match="never_changed"):
            cursor.execute("UPDATE catalog_claim SET high = 1 WHERE id = (SELECT min(id) FROM catalog_claim)")
