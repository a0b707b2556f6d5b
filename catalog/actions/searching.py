"""Keeps what models and makers are found by. Whoever writes names, makers or summaries calls `refresh_search`."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from catalog.models import DroneModel, Maker, SearchKey, SearchWord
from catalog.search import SAID, key, latin, spelling_words, spoilt
from catalog.spellings import PLAIN_WORDS
from portal.tables.actions import merge
from portal.tables.copying import copy_in

FIELDS = ["names", "makers", "words"]


def refresh_search() -> int:
    """Brings the keys of all models and makers to what their rows say now; the number of keys that were written."""
    with transaction.atomic():
        makers = list(Maker.objects.all())
        models = list(DroneModel.objects.select_related("maker"))
        wanted = [*map(_maker_key, makers), *map(_model_key, models)]
        merged = merge(wanted, list(SearchKey.objects.all()), key=_of, fields=FIELDS)
        _words(name for rows in (map(_names, makers), map(_names, models)) for names in rows for name in names)
    return len(merged.new) + len(merged.changed)


def _of(row: SearchKey) -> tuple[int | None, int | None]:
    return row.model_id, row.maker_id


def _names(row: DroneModel | Maker) -> Sequence[str]:
    return [row.name_en, row.name_uk, *(row.aliases if isinstance(row, DroneModel) else ())]


def _maker_key(maker: Maker) -> SearchKey:
    names = key(_names(maker))
    return SearchKey(maker=maker, names=names, words=_sorted(names))


def _model_key(model: DroneModel) -> SearchKey:
    plain = (PLAIN_WORDS.get(code, "") for code in (model.domain, model.kind, *model.roles))
    names, makers = key(_names(model)), key(_names(model.maker)) if model.maker else ""
    words = _sorted(f"{names} {makers}", about=(model.summary_en, model.summary_uk, *plain))
    return SearchKey(model=model, names=names, makers=makers, words=words)


def _sorted(names: str, *, about: Iterable[str] = ()) -> list[str]:
    said = {f"{SAID}{word}" for text in about for word in latin(text).split()}
    return sorted((set(names.split()) | said) - {"|", "/"})


def _words(names: Iterable[str]) -> None:
    """New words in, words that no name has any more out."""
    wanted = {word for name in names for word in spelling_words([name])}
    known = set(SearchWord.objects.values_list("word", flat=True).distinct())
    SearchWord.objects.filter(word__in=known - wanted).delete()
    copy_in(SearchWord, ["rest", "word"], ((rest, word) for word in sorted(wanted - known) for rest in spoilt(word)))
