"""How the text of a deal looks in the API; `procurement.composers.deal_text.document` makes it."""

from typing import Any

from rest_framework import serializers

from procurement.vocabulary import Standing, TermStatus


def number() -> serializers.CharField:
    """A number as text, with the digits that it was given."""
    return serializers.CharField(allow_null=True)


class AgreedTextSerializer(serializers.Serializer[Any]):
    """The version that held on the day. `valid_to` is the first day on which it no longer holds."""

    version = serializers.IntegerField()
    text_en = serializers.CharField()
    text_uk = serializers.CharField()
    low = number()
    high = number()
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    proposal = serializers.IntegerField(allow_null=True)


class SharedPositionSerializer(serializers.Serializer[Any]):
    """What a side said last to the other by that day."""

    id = serializers.UUIDField()
    party = serializers.CharField(allow_null=True)
    stated_on = serializers.CharField()
    low = number()
    high = number()
    text_en = serializers.CharField()
    text_uk = serializers.CharField()


class ClauseSerializer(serializers.Serializer[Any]):
    """One term. `agreed` is null without an agreed text; `status` is that of today, null for a day that is past."""

    clause = serializers.CharField()
    term = serializers.CharField()
    workstream = serializers.CharField()
    title_en = serializers.CharField()
    title_uk = serializers.CharField()
    unit = serializers.CharField()
    status = serializers.ChoiceField(choices=TermStatus.choices, allow_null=True)
    standing = serializers.ChoiceField(choices=Standing.choices)
    agreed = AgreedTextSerializer(allow_null=True)
    last_shared = SharedPositionSerializer(many=True)


class DealTextSerializer(serializers.Serializer[Any]):
    """The text of the deal on one day. It holds what all parties of the deal may read, so all of them get the same."""

    deal = serializers.CharField()
    exercise = serializers.BooleanField()
    title_en = serializers.CharField()
    title_uk = serializers.CharField()
    on = serializers.DateField()
    clauses = ClauseSerializer(many=True)
