"""The limits of a project: read from its settings, and kept to wherever a guide passes one."""

import pytest
from conftest import TEXT, Shop, brief
from pdf_sample import png

from bindery import build as building
from bindery import crew
from bindery.limits import MIB, Limits
from bindery.making import Answer
from bindery.plan import Job, jobs_for
from bindery.warming import terms_for


def _allow(shop: Shop, limits: str) -> None:
    settings = (shop.source / "handout.toml").read_text()
    shop.write("source/handout.toml", f"{settings}\n[limits]\n{limits}\n")


def test_what_is_written_is_kept_to_and_the_rest_is_as_usual(shop: Shop) -> None:
    shop.guide()
    _allow(shop, "processor-seconds = 7\nmemory-mib = 512\nmegapixels = 3\npages = 9")
    (guide,) = shop.read().guides
    expected = Limits(processor_seconds=7, memory=512 * MIB, pixels=3_000_000, pages=9)
    assert guide.settings.limits == expected
    assert terms_for(jobs_for(shop.read(), shop.order())).limits == expected


def test_without_a_word_the_limits_are_the_usual_ones(shop: Shop) -> None:
    shop.guide()
    (guide,) = shop.read().guides
    assert guide.settings.limits == Limits()
    assert terms_for(()).limits == Limits()


def test_a_guide_cannot_raise_its_own(shop: Shop) -> None:
    path = shop.guide().with_name("guide.toml")
    path.write_text(path.read_text() + "\n[limits]\npages = 500\n")
    line = path.read_text().splitlines().index("[limits]") + 1
    assert shop.faults() == [f"source/a-guide/guide.toml:{line}:1 bad-limit"]
    (guide,) = shop.read().guides
    assert guide.settings.limits == Limits()


@pytest.mark.parametrize(("most", "fits"), [(2, False), (3, True)])
def test_lists_lie_in_one_another_as_deep_as_is_allowed(
    shop: Shop, most: int, *, fits: bool
) -> None:
    text = TEXT + "\n- a\n  - b\n    - c\n\n> > > d\n\n**a [b *c*](#a-section)**\n"
    shop.guide(f"{text}\n::: inset\n::: inset\n::: inset\ne\n:::\n:::\n:::\n")
    _allow(shop, f"nesting = {most}")
    rules = [fault.rule for fault in shop.read().diagnostics]
    assert rules.count("nesting") == (0 if fits else 4)


@pytest.mark.parametrize(("width", "fits"), [(1000, True), (1001, False)])
def test_pictures_have_as_many_pixels_as_are_allowed(shop: Shop, width: int, *, fits: bool) -> None:
    shop.guide(TEXT + "\n![What to do](images/a.png)\n")
    shop.write("source/a-guide/images/a.png", png(width, 1000))
    _allow(shop, "megapixels = 1")
    faults = shop.read().diagnostics
    assert [fault.message for fault in faults if fault.rule == "bad-picture"] == (
        [] if fits else ["`images/a.png` cannot be used: it has more than 1 million pixels"]
    )


def test_a_leaflet_longer_than_is_allowed_is_refused_and_the_others_are_made(shop: Shop) -> None:
    shop.guide(TEXT, "short", formats='["leaflet"]')
    shop.guide(TEXT + "\nMore words.\n" * 90, "long", formats='["leaflet"]')
    _allow(shop, "pages = 4")
    outcome = shop.build()
    assert [artifact.edition.guide for artifact in outcome.artifacts] == ["short"]
    (fault,) = (fault for fault in outcome.diagnostics if fault.rule == "too-many-pages")
    assert brief(fault) == "too-many-pages"
    assert fault.message.startswith("long (en-GB, leaflet) has ")
    assert fault.message.endswith(" pages; 4 are allowed")


def _loop_or_answer(job: Job) -> tuple[Answer, ...]:
    while job.guide.name == "endless":
        pass
    return tuple(Answer(str(edition).encode(), ()) for edition in job.editions)


@pytest.mark.filterwarnings("default:This process:DeprecationWarning")
def test_a_build_holds_its_workers_to_the_limits(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "make", _loop_or_answer)
    monkeypatch.setattr(crew, "_can_fork", lambda: True)  # no library is used that has threads
    shop.guide(TEXT, "endless", formats='["leaflet"]')
    shop.guide(TEXT, "short", formats='["leaflet"]')
    _allow(shop, "processor-seconds = 1")
    outcome = shop.build(workers=1)
    assert [artifact.edition.guide for artifact in outcome.artifacts] == ["short"]
    (fault,) = (fault for fault in outcome.diagnostics if fault.rule == "worker-died")
    expected = "making it took more than 1 second of processor time"
    assert fault.message == f"endless (en-GB, leaflet) was not made: {expected}"


def test_the_photographs_of_a_guide_have_a_limit_together(shop: Shop) -> None:
    """It is told at the one that passes it; one that is shown twice counts once."""
    names = ("a", "b", "a", "c", "d")
    shown = "\n\n".join(f"![A drawing](images/{name}.png)" for name in names)
    shop.guide(f"# A guide\n\nWhat it is for.\n\n## A section\n\n{shown}\n")
    for name in set(names):
        shop.write(f"source/a-guide/images/{name}.png", png(700, 700))
    assert shop.faults() == []
    _allow(shop, "megapixels-in-all = 1")
    assert shop.faults() == ["source/a-guide/en-GB.md:13:14 bad-picture"]
