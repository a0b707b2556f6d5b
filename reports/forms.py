"""Forms of the schedules' pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.actions.narratives import LONGEST
from reports.actions.schedules import ScheduleWords
from reports.vocabulary import Cadence, FileForm, Section, Tongue, Zone

PERIODIC = [choice for choice in Cadence.choices if choice[0] != Cadence.ON_DEMAND]


class MailForm(forms.Form):
    """What the mails of a schedule hold."""

    language = forms.ChoiceField(label=_("Language of the mails"), choices=Tongue.choices, initial=Tongue.BOTH)
    formats = forms.MultipleChoiceField(label=_("Files attached"), choices=FileForm.choices, required=False)


class ScheduleForm(MailForm):
    """A new schedule; the action checks rights and what is there already."""

    deal = forms.CharField(label=_("Deal"), max_length=60)
    cadence = forms.ChoiceField(label=_("How often"), choices=PERIODIC)
    zone = forms.ChoiceField(label=_("Clock of"), choices=Zone.choices)
    hour = forms.IntegerField(label=_("Hour"), min_value=0, max_value=23)
    own = forms.BooleanField(label=_("Only for my party"), required=False)

    @property
    def words(self) -> ScheduleWords:
        """What the action takes."""
        return ScheduleWords(**self.cleaned_data)


class ChangeForm(forms.Form):
    """What is done with a schedule: the button that was pressed, and the version that was seen."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("change", "pause", "resume", "run", "add", "remove")])
    version = forms.IntegerField(min_value=1)


class SettingsForm(MailForm):
    """Another clock, other mails."""

    zone = forms.ChoiceField(label=_("Clock of"), choices=Zone.choices)
    hour = forms.IntegerField(label=_("Hour"), min_value=0, max_value=23)


class CommentForm(forms.Form):
    """A comment on one section, in one language or both; `reason` where it begins a correction."""

    section = forms.ChoiceField(choices=Section.choices)
    text_en = forms.CharField(max_length=LONGEST, required=False)
    text_uk = forms.CharField(max_length=LONGEST, required=False)
    reason = forms.CharField(max_length=LONGEST, required=False)

    @property
    def comments(self) -> dict[str, dict[str, str]]:
        """What the actions take."""
        given = self.cleaned_data
        return {given["section"]: {"en": given["text_en"], "uk": given["text_uk"]}}


class NarrativeStepForm(forms.Form):
    """What is done with a version at work."""

    do = forms.ChoiceField(choices=[(name, name) for name in ("comment", "approve", "release")])
    version = forms.IntegerField(min_value=1)
