"""Everything that the public record names has a Ukrainian title, and what a later record adds is shown in English."""

from pathlib import Path
from shutil import copytree

from django.conf import settings
from django.core.management import call_command

from portal.accounts.models import User
from procurement.models import Milestone, Term
from tests.conftest import signed_in


def test_each_milestone_and_term_of_the_public_record_has_one(db: None) -> None:
    milestones = Milestone.objects.filter(deal__is_public=True)
    terms = Term.objects.filter(deal__is_public=True)
    assert (milestones.count(), terms.values("code").distinct().count()) == (57, 77)
    assert not milestones.filter(title_uk="").exists()
    assert not terms.filter(title_uk="").exists()


def test_a_milestone_without_one_is_told_in_its_own_language(ivan: User, tmp_path: Path) -> None:
    copytree(Path(settings.DATA_DIR) / "public-record", tmp_path / "record")
    file = tmp_path / "record/deal/milestone_statements.csv"
    header, first, *_ = file.read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    added = {**cells, "event_slug": "later-event", "title_en": "A later event", "agreement": "us-ua-drone-deal"}
    with file.open("a", encoding="utf-8") as out:
        out.write(",".join(added.values()) + "\n")
    call_command("import_deal", str(tmp_path / "record"), verbosity=0)
    text = signed_in(ivan).get("/deals/us-ua-drone-deal/?lang=uk").content.decode()
    assert 'lang="en">A later event</a>' in text
    assert "Очікується схвалення Білого дому" in text
