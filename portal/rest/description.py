"""What the API description says of every address beside its own shapes: tokens, ETags, problem documents."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from portal.rest.problems import MEDIA_TYPE, TITLES

READS = (400, 401, 403, 404, 405, 406)
WRITES = (*READS, 409, 412, 415, 422, 428)
NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="ETag of the answer that you have: 304 while it holds"
)
ETAG = {"description": "Strong; it changes with any byte of the answer.", "schema": {"type": "string"}}


class Problem(serializers.Serializer[Any]):
    """RFC 9457. `errors` names each wrong field; `current` is what the record holds now (412)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(required=False)  # type: ignore[assignment]  # a member of the document
    current = serializers.DictField(required=False)


class Described(AutoSchema):
    """Adds to each operation how it refuses, and to each read its ETag."""

    def get_override_parameters(self) -> list[Any]:
        more = [NONE_MATCH] if self.method == "GET" else []
        return [*super().get_override_parameters(), *more]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if self.method == "GET":
            bodies["200"]["headers"] = {"ETag": ETAG}
            bodies["304"] = {"description": "You have it already"}
        self.resolve_serializer(Problem, direction)
        for status in READS if self.method == "GET" else WRITES:
            bodies[str(status)] = {"$ref": f"#/components/responses/{status}"}
        return bodies


def name_strange_texts(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Says of each free text in an address what the portal refuses anywhere: NUL, broken Unicode, turned text."""
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for parameter in (parameter for operation in operations for parameter in operation.get("parameters", [])):
        schema = parameter["schema"]
        if parameter["in"] == "query" and schema.get("type") == "string" and set(schema) <= {"type", "default"}:
            schema["pattern"] = "^[^\\x00\\ufffd\\u202a-\\u202e\\u2066-\\u2069]*$"
    return result


def share_refusals(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Describes each refusal once; the operations point to it."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    refusals = {str(status): {"description": TITLES[status], "content": content} for status in WRITES}
    result["components"]["responses"] = refusals
    return result


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers the subclass
    target_class = "portal.rest.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Authorization: Bearer ddp_..."}


class RelatedRow(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]  # registers the subclass
    """A related row is null where the model allows that there is none, whatever the field says."""

    target_class = "rest_framework.relations.SlugRelatedField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> dict[str, Any]:
        model = getattr(getattr(self.target.parent, "Meta", None), "model", None)
        names = {field.name: field.null for field in model._meta.fields} if model else {}
        may_be_absent = names.get(self.target.source, False) and not self.target.allow_null
        return {"type": "string", **({"nullable": True} if may_be_absent else {})}
