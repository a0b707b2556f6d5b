"""Both data sets land whole, importing them again changes nothing, a rehearsal writes nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from catalog.models import Claim, ClaimWithdrawal, DroneModel, Maker, Source
from procurement import models as deal

PUBLIC = {
    Source: 375,
    Maker: 58,
    DroneModel: 119,
    Claim: 654,
    deal.Engagement: 49,
    deal.Requirement: 22,
    deal.RequirementFigure: 60,
}


def _run(command: str, directory: Path, *options: str) -> str:
    out = StringIO()
    call_command(command, str(directory), *options, stdout=out)
    return out.getvalue()


def test_every_row_of_the_public_record_lands(db: None) -> None:
    assert {model: model._default_manager.count() for model in PUBLIC} == PUBLIC
    public = deal.Deal.objects.filter(nature="public-record")
    assert public.count() == 12
    assert deal.Position.objects.filter(term__deal__in=public).count() == 111
    assert deal.MilestoneStatement.objects.filter(milestone__deal__in=public).count() == 57


def test_every_row_of_the_exercise_lands(db: None) -> None:
    of_deal = {"deal__code": "EX-DEAL"}
    found = {
        "milestones": deal.Milestone.objects.filter(**of_deal).count(),
        "dependencies": deal.Dependency.objects.count(),
        "terms": deal.Term.objects.filter(**of_deal).count(),
        "positions": deal.Position.objects.filter(term__deal__code="EX-DEAL").count(),
        "orders": deal.Order.objects.count(),
        "lots": deal.Lot.objects.count(),
        "payments": deal.Payment.objects.count(),
        "sites": deal.ProductionSite.objects.count(),
        "ramp": deal.RampMonth.objects.count(),
    }
    expected = [159, 279, 29, 97, 11, 65, 38, 4, 164]
    assert list(found.values()) == expected


@pytest.mark.parametrize(
    ("command", "data"),
    [("import_catalog", "public-record"), ("import_deal", "public-record"), ("import_deal", "exercise")],
)
def test_importing_again_changes_nothing(db: None, command: str, data: str) -> None:
    lines = _run(command, settings.DATA_DIR / data).splitlines()
    assert lines
    assert all("0 new, 0 changed" in line and "0 gone" in line for line in lines)


def _changed_copy(tmp_path: Path) -> Path:
    copy = tmp_path / "record"
    shutil.copytree(settings.DATA_DIR / "public-record", copy)
    claims = copy / "catalog" / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("260,260", "261,261")
    claims.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    return copy


def test_a_rehearsal_tells_the_plan_and_writes_nothing(db: None, tmp_path: Path) -> None:
    told = _run("import_catalog", _changed_copy(tmp_path), "--rehearse")
    assert "claims: 1 new, 0 changed, 652 same, 2 gone" in told
    assert (Claim.objects.count(), ClaimWithdrawal.objects.count()) == (654, 0)


def test_a_claim_that_left_the_files_is_withdrawn_not_deleted(db: None, tmp_path: Path) -> None:
    _run("import_catalog", _changed_copy(tmp_path))
    assert (Claim.objects.count(), ClaimWithdrawal.objects.count()) == (655, 2)


def test_actual_dates_are_reported_by_the_owner_and_confirmed_by_the_other_side(db: None) -> None:
    said = deal.MilestoneStatement.objects.filter(milestone__code="EX-GV-03").order_by("id")
    assert [(s.kind, s.party.code if s.party else "") for s in said] == [
        ("started", "EX-US-BUY"),
        ("reported-met", "EX-US-BUY"),
        ("confirmed", "EX-UA-SELL"),
        ("confirmed", "EX-UA-SELL"),
    ]


def test_an_internal_milestone_is_confirmed_by_a_second_person_of_its_party(db: None) -> None:
    said = deal.MilestoneStatement.objects.filter(milestone__code="EX-GV-06")
    assert {s.party.code for s in said if s.party} == {"EX-UA-SELL"}
    assert len({s.person for s in said}) == 2


def test_a_circle_of_links_is_named_and_nothing_is_written(db: None, tmp_path: Path) -> None:
    copy = tmp_path / "exercise"
    shutil.copytree(settings.DATA_DIR / "exercise", copy)
    with (copy / "dependencies.csv").open("a", encoding="utf-8") as links:
        links.write("EX-GV-03,EX-GV-01,FS,0\n")
    with pytest.raises(CommandError, match="EX-GV-01 > .*links without a cycle"):
        call_command("import_deal", str(copy), verbosity=0)
    assert deal.Dependency.objects.count() == 279


def test_a_directory_without_files_is_refused(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        call_command("import_deal", str(tmp_path), verbosity=0)
    with pytest.raises(CommandError, match="is no directory"):
        call_command("import_deal", str(tmp_path / "nowhere"), verbosity=0)
